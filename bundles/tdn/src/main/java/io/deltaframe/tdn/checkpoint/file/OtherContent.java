package io.deltaframe.tdn.checkpoint.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says what a file is that people take for a checkpoint, and what to do about it. */
public final class OtherContent {

    /** So many bytes from the start tell all kinds; a tar file's mark is at 257. */
    public static final int BYTES = 4096;

    private static final String UNPACK = ": unpack it and name the checkpoint inside";
    private static final String ORIGINAL = ": name the PyTorch checkpoint that it was made from";

    /**
     * A kind of file.
     *
     * @param at    where its mark begins
     * @param mark  bytes as characters
     * @param found what it is and what to do
     */
    private record Kind(int at, String mark, String found) { }

    private static final List<Kind> KINDS = new ArrayList<>();

    static {
        kind(0, "version https://git-lfs.github.com/spec", "a Git LFS pointer, which stands for the file: "
                + "run 'git lfs pull' in the repository it comes from");
        kind(0, "\u001f\u008b", "a gzip archive" + UNPACK);
        kind(0, "BZh", "a bzip2 archive" + UNPACK);
        kind(0, "\u00fd7zXZ\0", "an xz archive" + UNPACK);
        kind(0, "7z\u00bc\u00af'\u001c", "a 7z archive" + UNPACK);
        kind(0, "(\u00b5/\u00fd", "a Zstandard archive" + UNPACK);
        kind(0, "\u0004\"M\u0018", "an LZ4 archive" + UNPACK);
        kind(0, "Rar!\u001a\u0007", "a RAR archive" + UNPACK);
        kind(257, "ustar", "a tar archive" + UNPACK);
        kind(0, "\u0089HDF\r\n\u001a\n", "an HDF5 file, as Keras and h5py write it" + ORIGINAL);
        kind(0, "\u0093NUMPY", "a NumPy array (.npy)" + ORIGINAL);
        kind(0, "GGUF", "a GGUF file of quantised weights" + ORIGINAL);
        kind(0, "lmgg", "a GGML file of quantised weights" + ORIGINAL);
        kind(4, "TFL3", "a TensorFlow Lite model" + ORIGINAL);
        kind(0, "ftrt", "a TensorRT engine" + ORIGINAL);
        kind(0, "ptrt", "a TensorRT engine" + ORIGINAL);
        kind(0, "MATLAB 5.0", "a MATLAB file" + ORIGINAL);
        kind(0, "%PDF", "a PDF document");
        kind(0, "\u0089PNG\r\n\u001a\n", "a PNG picture");
        kind(0, "\u00ff\u00d8\u00ff", "a JPEG picture");
        kind(0, "GIF8", "a GIF picture");
        kind(0, "BM", "a BMP picture");
        kind(8, "WEBP", "a WebP picture");
        kind(8, "AVI ", "an AVI video");
        kind(4, "ftyp", "an MP4 video");
        kind(0, "\u001aE\u00df\u00a3", "a Matroska or WebM video");
        kind(0, "\u007fELF", "a program or library (ELF)");
        kind(0, "MZ", "a program or library of Windows");
        kind(0, "Salted__", "a file encrypted by OpenSSL: decrypt it first");
        kind(0, "SQLite format 3", "an SQLite database");
    }

    private static final Pattern HTML = Pattern.compile("(?is)\\s*(<!--.*?-->\\s*)?(<!doctype html|<html|<head|<body)"
            + ".*");
    private static final Pattern YAML = Pattern.compile("(?s)(#[^\n]*\n\\s*)*(---|%YAML|[\\w. -]{1,60}:(\\s)).*");

    private OtherContent() { }

    private static void kind(int at, String mark, String found) {
        KINDS.add(new Kind(at, mark, found));
    }

    /**
     * {@return what a file is, with an article and what to do; empty where its start tells nothing}
     *
     * @param start the first bytes, {@value #BYTES} or all there are
     * @param size  bytes of the whole file
     */
    public static Optional<String> of(byte[] start, long size) {
        String text = new String(start, ISO_8859_1);
        if (text.chars().allMatch(c -> c == 0)) {
            return Optional.of("zeros, as an unfinished download or copy leaves them: copy or download it again");
        }
        for (Kind kind : KINDS) {
            if (text.startsWith(kind.mark, kind.at) && !isTextOf(kind, text)) {
                return Optional.of(kind.found);
            }
        }
        return protobuf(text).or(() -> text(text, size));
    }

    /** A text may begin with the two letters of a binary file's mark. */
    private static boolean isTextOf(Kind kind, String text) {
        return kind.mark.length() < 4 && kind.mark.chars().allMatch(c -> c > ' ' && c < 127) && isText(text);
    }

    /** ONNX and TensorFlow begin with a number of the format: field 1, then field 2 or a later one. */
    private static Optional<String> protobuf(String text) {
        if (text.length() < 16 || text.charAt(0) != 0x08 || text.charAt(1) > 40) {
            return Optional.empty();
        }
        String head = text.substring(0, Math.min(text.length(), 400));
        if (head.contains("serve") || text.contains("tensorflow")) {
            return Optional.of("a TensorFlow SavedModel" + ORIGINAL);
        }
        int field = text.charAt(2);
        return field == 0x12 || field == 0x3A || field == 0x42 || field == 0x1A
                ? Optional.of("an ONNX model" + ORIGINAL) : Optional.empty();
    }

    private static Optional<String> text(String text, long size) {
        if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
            return Optional.of("a text in UTF-16");
        }
        if (!isText(text)) {
            return Optional.empty();
        }
        String plain = (text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text).stripLeading();
        if (HTML.matcher(plain).matches()) {
            return Optional.of("an HTML page: the address leads to a page about the file, or to an error; download the"
                    + " file itself");
        }
        if (plain.startsWith("<")) {
            return Optional.of("an XML document, such as a storage service sends as an error: download the file"
                    + " itself");
        }
        if (plain.startsWith("{") || plain.startsWith("[")) {
            return Optional.of(plain.contains("\"weight_map\"")
                    ? "the index of a checkpoint in several files (shards): put the tensors of all of them into one"
                            + " file and name that"
                    : "a JSON text" + quoted(plain));
        }
        if (plain.startsWith("model_checkpoint_path:")) {
            return Optional.of("a list of TensorFlow checkpoints" + ORIGINAL);
        }
        if (plain.matches("(?s)\\(?[dlci].{0,3}p?\\d?\\n.*") && size > 8 && plain.endsWith(".")) {
            return Optional.of("a pickle of protocol 0, which torch.save does not write: save the network's"
                    + " state_dict() with torch.save");
        }
        return Optional.of((YAML.matcher(plain).matches() ? "a YAML text or the like" : "a text") + quoted(plain));
    }

    private static String quoted(String text) {
        String line = text.lines().findFirst().orElse("");
        return " that begins with '" + CheckpointFile.quote(line.length() > 40 ? line.substring(0, 40) + "..." : line)
                + "'";
    }

    private static boolean isText(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\n' || c == '\r'
                || c == '\t' || c == '\f') && text.chars().filter(c -> c >= 128).count() <= text.length() / 3;
    }

    /**
     * {@return what a zip file is that holds no checkpoint, or one of TorchScript; empty where its entries tell
     * nothing}
     *
     * @param entries names of its entries
     */
    public static Optional<String> ofArchive(Collection<String> entries) {
        if (has(entries, "(.*/)?constants\\.pkl|[^/]+/code/.*")) {
            return Optional.of("a TorchScript archive, as torch.jit.save writes it: save the state_dict() of the"
                    + " network that it was made from with torch.save");
        }
        if (has(entries, "[^/]+/data\\.pkl")) {
            return Optional.empty();
        }
        if (!entries.isEmpty() && entries.stream().allMatch(name -> name.endsWith(".npy"))) {
            return Optional.of("NumPy arrays (.npz)" + ORIGINAL);
        }
        if (has(entries, "model\\.weights\\.h5|.*saved_model\\.pb|.*\\.h5")) {
            return Optional.of("a Keras or TensorFlow model" + ORIGINAL);
        }
        if (has(entries, "MAR-INF/.*")) {
            return Optional.of("a TorchServe archive (.mar)" + UNPACK);
        }
        Optional<String> inside = entries.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).matches(".*\\.(pth|pt|tar|ckpt|safetensors|bin)"))
                .findFirst();
        if (inside.isPresent()) {
            return Optional.of("a zip archive that holds " + CheckpointFile.quote(inside.get()) + UNPACK);
        }
        return entries.isEmpty() ? Optional.of("an empty zip archive") : Optional.empty();
    }

    private static boolean has(Collection<String> entries, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return entries.stream().anyMatch(name -> compiled.matcher(name).matches());
    }

    /**
     * {@return what a folder is that is taken for a checkpoint, and what to do; empty where its entries tell nothing}
     *
     * @param entries names of the files in it
     */
    public static Optional<String> ofFolder(Collection<String> entries) {
        if (entries.contains("data.pkl")) {
            return Optional.of("the folder of an unpacked checkpoint: pack it again, 'zip -0 -r NAME.pth' from beside"
                    + " it");
        }
        if (entries.contains("zero_to_fp32.py") || has(entries, "mp_rank_\\d+_model_states\\.pt")) {
            return Optional.of("the folder of a DeepSpeed checkpoint: its zero_to_fp32.py puts the weights into one"
                    + " file");
        }
        if (entries.contains(".metadata") || has(entries, ".*\\.distcp")) {
            return Optional.of("the folder of a distributed checkpoint: 'python -m"
                    + " torch.distributed.checkpoint.format_utils dcp_to_torch' puts the weights into one file");
        }
        if (entries.contains("saved_model.pb")) {
            return Optional.of("the folder of a TensorFlow SavedModel" + ORIGINAL);
        }
        Optional<String> inside = entries.stream().sorted()
                .filter(name -> name.matches(".*\\.(pth|pt|ckpt|safetensors|bin|pth\\.tar)")).findFirst();
        return inside.map(name -> "a folder that holds " + CheckpointFile.quote(name) + ": name the file");
    }
}
