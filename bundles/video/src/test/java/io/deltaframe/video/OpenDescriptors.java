package io.deltaframe.video;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process holds, as Linux tells it. */
final class OpenDescriptors {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenDescriptors() { }

    static boolean known() {
        return Files.isDirectory(DESCRIPTORS);
    }

    /** {@return number of open descriptors whose file lies under a folder, or that are sockets when it is null} */
    static int under(Path folder) throws IOException {
        int open = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    open += folder == null ? target.startsWith("socket:") ? 1 : 0
                            : target.startsWith(folder.toRealPath().toString()) ? 1 : 0;
                } catch (IOException e) {
                    // closed meanwhile: the stream's own
                }
            }
        }
        return open;
    }

    /** {@return resident memory in bytes} */
    static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
