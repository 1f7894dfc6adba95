package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that people take for checkpoints: each says what it is, and what to do. */
class OtherContentTest {

    private static final String EXPECTED = "expected a PyTorch (zip or legacy) or safetensors checkpoint, found ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "version https://git-lfs.github.com/spec/v1\\noid sha256:4d\\nsize 98765\\n | a Git LFS pointer",
        "<!DOCTYPE html>\\n<html>                    | an HTML page: the address leads to a page about the file",
        "\\r\\n <HTML><HEAD>                         | an HTML page",
        "\\xef\\xbb\\xbf<!-- a --><html lang=de>     | an HTML page",
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied | an XML document, such as a storage service sends",
        "{\"error\": \"Not Found\"}                  | a JSON text that begins with '{\"error\": \"Not Found\"}'",
        "{\"abcd\":{\"weight_map\": {}}}             | the index of a checkpoint in several files",
        "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {} } | the index of a checkpoint in several files",
        "[1, 2]                                      | a JSON text",
        "lr: 0.01\\nepochs: 60\\n                    | a YAML text or the like that begins with 'lr: 0.01'",
        "# TDN\\n---\\n                              | a YAML text or the like",
        "Access denied                               | a text that begins with 'Access denied'",
        "\\xff\\xfea\\0                              | a text in UTF-16",
        "\\x1f\\x8b\\x08\\0                          | a gzip archive: unpack it and name the checkpoint inside",
        "BZh91AY&SY                                  | a text that begins with 'BZh91AY&SY'",
        "BZh91AY&SY\\x01\\x02                        | a bzip2 archive",
        "\\xfd7zXZ\\0\\0                             | an xz archive",
        "7z\\xbc\\xaf'\\x1c\\0                       | a 7z archive",
        "(\\xb5/\\xfd\\0                             | a Zstandard archive",
        "Rar!\\x1a\\x07\\x01                         | a RAR archive",
        "\\x89HDF\\r\\n\\x1a\\n\\0                   | an HDF5 file, as Keras and h5py write it: name the PyTorch",
        "\\x93NUMPY\\x01                             | a NumPy array",
        "GGUF\\x03\\0                                | a GGUF file",
        "\\x1c\\0\\0\\0TFL3                          | a TensorFlow Lite model",
        "\\x08\\x08\\x12\\x07pytorch\\x1a\\x052.4.0  | an ONNX model: name the PyTorch checkpoint",
        "\\x08\\x01\\x12\\x20\\x0a\\x05serve\\x12\\x01aaaaaaaaaa | a TensorFlow SavedModel",
        "\\x89PNG\\r\\n\\x1a\\n                      | a PNG picture",
        "\\xff\\xd8\\xff\\xe0                        | a JPEG picture",
        "\\0\\0\\0\\x20ftypisom                      | an MP4 video",
        "\\x1aE\\xdf\\xa3\\x01                       | a Matroska or WebM video",
        "BMW is a car                                | a text that begins with 'BMW is a car'",
        "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0              | zeros, as an unfinished download or copy leaves them",
        "(dp0\\nVw\\np1\\nI1\\ns.                    | a pickle of protocol 0",
        "\\x01\\x02\\xff                             | a file of 3 bytes that starts with 01 02 ff"})
    void whatIsNoCheckpointSaysWhatItIs(String content, String found) {
        assertRefused(unescaped(content), EXPECTED + found);
    }

    @Test
    void archivesWithTheirMarksElsewhere() throws Exception {
        byte[] tar = new byte[1024];
        byte[] name = "model.pth".getBytes(UTF_8);
        System.arraycopy(name, 0, tar, 0, name.length);
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        assertRefused(tar, EXPECTED + "a tar archive: unpack it");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar"));
        }
        assertRefused(gzip.toByteArray(), EXPECTED + "a gzip archive");
        assertRefused(new byte[100_000], EXPECTED + "zeros");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "m/data.pkl m/constants.pkl m/code/__torch__.py | a TorchScript archive, as torch.jit.save writes it: save the",
        "m/data.pkl m/code/__torch__/a.py   | a TorchScript archive",
        "w.npy b.npy                        | NumPy arrays (.npz)",
        "config.json model.weights.h5       | a Keras or TensorFlow model",
        "MAR-INF/MANIFEST.json model.pth    | a TorchServe archive (.mar): unpack it",
        "tdn/README tdn/best.PTH            | a zip archive that holds tdn/best.PTH: unpack it",
        "readme.txt                         | found a zip file of 1 other entries"})
    void otherZipFilesSayWhatTheyAre(String names, String found) {
        ZipWriter zip = new ZipWriter(false);
        for (String name : names.split(" ")) {
            zip.add(name, new byte[3]);
        }
        assertRefused(zip.bytes(), found);
    }

    @Test
    void aCutFileIsCalledIncomplete() {
        for (String name : new String[] {"tiny-8f-zip.pth.tar", "tiny-8f.safetensors"}) {
            byte[] whole = Fixtures.bytes("checkpoints/" + name);
            for (int length : new int[] {whole.length - 1, whole.length / 2, 4000, 9}) {
                assertRefused(Arrays.copyOf(whole, length), "the file is incomplete", "download it again");
            }
        }
    }

    @Test
    void aPickleThatTorchDidNotWriteSaysSo() {
        assertRefused(new PickleWriter().protocol().ops("}").stop(), "found a dict of 0 names: a pickle that torch.save"
                + " did not write");
        assertRefused(new PickleWriter().protocol().global("numpy.core.multiarray", "_reconstruct").ops(")R").stop(),
                "found an object of numpy.core.multiarray._reconstruct: a pickle that torch.save did not write");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "data.pkl version               | the folder of an unpacked checkpoint: pack it again",
        "zero_to_fp32.py latest         | the folder of a DeepSpeed checkpoint",
        "mp_rank_00_model_states.pt     | the folder of a DeepSpeed checkpoint",
        ".metadata __0_0.distcp         | the folder of a distributed checkpoint",
        "saved_model.pb                 | the folder of a TensorFlow SavedModel",
        "b.pth a.pth.tar notes          | a folder that holds a.pth.tar: name the file",
        "notes                          | a directory"})
    void foldersSayWhatTheyAre(String names, String found, @TempDir Path folder) throws Exception {
        for (String name : names.split(" ")) {
            Files.createFile(folder.resolve(name));
        }
        String message = assertThrows(CheckpointException.class, () -> Checkpoints.open(folder)).getMessage();
        String start = folder.getFileName() + ": expected a checkpoint file, found " + found;
        assertEquals(start, message.substring(0, Math.min(message.length(), start.length())));
    }

    private static byte[] unescaped(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                bytes.append(text.charAt(i));
                continue;
            }
            switch (text.charAt(++i)) {
                case 'n' -> bytes.append('\n');
                case 'r' -> bytes.append('\r');
                case '0' -> bytes.append('\0');
                case 'x' -> {
                    bytes.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                default -> bytes.append(text.charAt(i));
            }
        }
        return bytes.toString().getBytes(ISO_8859_1);
    }
}
