package io.deltaframe.itests.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What another process writes to a file, read line by line while it grows. */
final class LogTail {

    /** Long enough for a machine that does other things too. */
    private static final long SECONDS = 300;
    private static final long POLL_MILLISECONDS = 100;

    private final Path file;
    private int read;

    LogTail(Path file) {
        this.file = file;
    }

    /** {@return every line so far} */
    List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** {@return the lines up to and with the first one that has these words; waits for it} */
    List<String> through(String... words) throws IOException, InterruptedException {
        int from = read;
        await(words);
        return lines().subList(from, read);
    }

    /** {@return the first line with these words, after the one that was found last; waits for it} */
    String await(String... words) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000;
        while (true) {
            List<String> lines = lines();
            for (int line = read; line < lines.size(); line++) {
                if (List.of(words).stream().allMatch(lines.get(line)::contains)) {
                    read = line + 1;
                    return lines.get(line);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no line with " + List.of(words) + " within " + SECONDS + " s, but\n"
                        + String.join("\n", lines.subList(read, lines.size())));
            }
            Thread.sleep(POLL_MILLISECONDS);
        }
    }
}
