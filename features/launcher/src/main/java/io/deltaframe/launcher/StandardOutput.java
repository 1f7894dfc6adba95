package io.deltaframe.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The stdout of a command, which remembers that something could not be written: a {@link PrintStream} itself says
 * nothing of it. Whoever waits for results gets none any more, so the command is interrupted.
 *
 * <p>May be used by all threads.
 */
final class StandardOutput extends OutputStream {

    /** As a shell tells of a program that SIGPIPE ended: what reads stopped reading, and nobody has to be told. */
    private static final int CLOSED_PIPE = 141;
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    private final OutputStream to;
    private final Runnable interrupt;
    private final Path link;
    private volatile IOException failure;

    /**
     * @param to        where the bytes go, without a buffer
     * @param interrupt called once, at the first failure
     * @param link      which tells what it is, on Linux
     */
    StandardOutput(OutputStream to, Runnable interrupt, Path link) {
        this.to = to;
        this.interrupt = interrupt;
        this.link = link;
    }

    PrintStream printStream() {
        return new PrintStream(this, false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
                interrupt.run();
            }
            throw e;
        }
    }

    /**
     * Tells what could not be written, if anything, in one line.
     *
     * @param status of the command
     * @return status of the process: another than 0 where output is lost
     */
    int check(int status, PrintStream err) {
        IOException lost = failure;
        if (lost == null) {
            return status;
        }
        String reason = String.valueOf(lost.getMessage());
        if (reason.contains("Broken pipe") || isPipe()) {
            return CLOSED_PIPE;
        }
        err.println("deltaframe: the output could not be written: " + (reason.contains("No space left")
                ? "no space left" : reason.contains("Bad file descriptor") ? "standard output is closed" : reason));
        return status == 0 || status == INTERRUPTED ? FAILED : status;
    }

    /** A pipe fails for one reason only, which the system may tell in another language. */
    private boolean isPipe() {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
