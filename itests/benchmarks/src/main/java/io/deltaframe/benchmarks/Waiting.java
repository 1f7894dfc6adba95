package io.deltaframe.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long this process's threads wanted to run but had no processor, because others had them. Linux says so; elsewhere
 * it is 0.
 */
final class Waiting {

    private static final Path TASKS = Path.of("/proc/self/task");

    private Waiting() { }

    /** {@return nanoseconds waited so far, summed over the threads that live} */
    static long nanos() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += waited(task.resolve("schedstat"));
            }
        } catch (IOException e) {
            return 0;
        }
        return sum;
    }

    private static long waited(Path schedstat) {
        try {
            // Time run, time waited, times run
            return Long.parseLong(Files.readString(schedstat).split("\\s+")[1]);
        } catch (IOException e) {
            // The thread has ended, or the kernel does not count
            return 0;
        }
    }
}
