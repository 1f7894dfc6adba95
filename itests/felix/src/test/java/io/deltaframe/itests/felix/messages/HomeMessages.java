package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Where Deltaframe is to run. What needs mounts of its own, such as full disks, is tried by PlacesIT. */
final class HomeMessages implements MessageKind {

    @Override
    public String title() {
        return "Homes and environment";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("a Java that is not there", "DELTAFRAME_JAVA",
                        scene -> scene.script(Map.of("DELTAFRAME_JAVA", "/no/such"), "engines")),
                row("a Java that is too old", "Java 17", scene -> {
                    java(scene, "JAVA_VERSION=\"17.0.15\"\n");
                    return scene.script(Map.of("DELTAFRAME_JAVA", scene.folder().toString()), "engines");
                }),
                row("a Java without the Vector API", "jdk.incubator.vector", scene -> {
                    java(scene, "JAVA_VERSION=\"25.0.1\"\nMODULES=\"java.base java.logging\"\n");
                    return scene.script(Map.of("DELTAFRAME_JAVA", scene.folder().toString()), "engines");
                }),
                row("a heap of a word", "DELTAFRAME_HEAP",
                        scene -> scene.script(Map.of("DELTAFRAME_HEAP", "much"), "engines")),
                row("no such level of the log", "DELTAFRAME_LOG",
                        scene -> scene.script(Map.of("DELTAFRAME_LOG", "LOUD"), "engines")),
                row("no SDK of TornadoVM", "TORNADOVM_HOME",
                        scene -> scene.script(Map.of("TORNADOVM_HOME", ""), "demo", "--engine", "tornado")),
                row("a folder of models that is a file", "models.txt",
                        scene -> scene.file("models.txt", "").script(Map.of("DELTAFRAME_MODELS",
                                scene.folder().resolve("models.txt").toString()), "shell")));
    }

    private static void java(Scene scene, String release) throws Exception {
        Path bin = Files.createDirectory(scene.folder().resolve("bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nexit 9\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        scene.file("release", release);
    }
}
