package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import io.deltaframe.fixtures.Fixtures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/** Files that are given for checkpoints. */
final class CheckpointMessages implements MessageKind {

    @Override
    public String title() {
        return "Checkpoints";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("no such file", "tdn.pth", scene -> scene.deltaframe("inspect", "./tdn.pth")),
                row("a folder", "models", scene -> {
                    Files.createDirectory(scene.folder().resolve("models"));
                    return scene.deltaframe("inspect", "./models");
                }),
                row("an empty file", "tdn.pth",
                        scene -> scene.file("tdn.pth", "").deltaframe("inspect", "./tdn.pth")),
                row("a text", "tdn.pth",
                        scene -> scene.file("tdn.pth", "weights will follow\n").deltaframe("inspect", "./tdn.pth")),
                row("a pointer of Git LFS", "tdn.pth", scene -> scene.file("tdn.pth", """
                        version https://git-lfs.github.com/spec/v1
                        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
                        size 12345
                        """).deltaframe("inspect", "./tdn.pth")),
                row("a web page", "tdn.pth", scene -> scene.file("tdn.pth",
                        "<!DOCTYPE html>\n<html><head><title>Quota exceeded</title></head></html>\n")
                        .deltaframe("inspect", "./tdn.pth")),
                row("safetensors that end early", "tdn.safetensors",
                        scene -> half(scene, "tiny-8f.safetensors", "tdn.safetensors")),
                row("a zip of PyTorch that ends early", "tdn.pth",
                        scene -> half(scene, "tiny-8f-zip.pth.tar", "tdn.pth")),
                row("PyTorch's old format that ends early", "tdn.pth",
                        scene -> half(scene, "tiny-8f-legacy.pth.tar", "tdn.pth")),
                row("safetensors of another network", "vit.safetensors", scene -> scene.clip("clip.mp4")
                        .file("vit.safetensors", safetensors("{\"blocks.0.attn.qkv.weight\":"
                                + "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8))
                        .deltaframe("recognize", "--model", "./vit.safetensors", "./clip.mp4")),
                row("a checkpoint that ends early, given to recognize", "tdn.safetensors", scene -> {
                    half(scene, "tiny-8f.safetensors", "tdn.safetensors");
                    scene.clip("clip.mp4");
                    return scene.deltaframe("recognize", "--model", "./tdn.safetensors", "./clip.mp4");
                }),
                row("no such checkpoint, given to recognize", "tdn.pth", scene -> scene.clip("clip.mp4")
                        .deltaframe("recognize", "--model", "./tdn.pth", "./clip.mp4")),
                row("labels of another number of classes", "labels.txt", scene -> scene.clip("clip.mp4")
                        .fixture("checkpoints/tiny-8f.safetensors").file("labels.txt", "one\ntwo\n")
                        .deltaframe("recognize", "--model", "./tiny-8f.safetensors", "--labels", "./labels.txt",
                                "./clip.mp4")));
    }

    private static Told half(Scene scene, String fixture, String name) throws Exception {
        byte[] whole = Fixtures.bytes("checkpoints/" + fixture);
        return scene.file(name, Arrays.copyOf(whole, whole.length / 2)).deltaframe("inspect", "./" + name);
    }

    private static byte[] safetensors(String header, int bytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length)
                .put(json).array();
    }
}
