package io.deltaframe.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleException;

/**
 * Starts Felix on the bundles of the distribution, runs one command through the service registry, stops the framework
 * and exits with the command's status. {@code shell} starts the Gogo shell instead and stays until it is left.
 *
 * <p>Exit status: that of the command (0 done, 1 failed, 2 wrong usage); 1 if the platform does not come up.
 *
 * <p>System properties: {@code deltaframe.home}, folder of the distribution, by default found from where this class
 * lies; {@code deltaframe.natives}, folder where FFmpeg's libraries are unpacked for all later commands, by default
 * {@code natives/} in the distribution, and if it cannot be written to, anew for every command;
 * {@code deltaframe.models}, folder that the shell takes models, bundles and configurations from while they lie there,
 * by default {@code models/} in the distribution; made if there is none; {@code deltaframe.log}, level of the log
 * entries shown on stderr (ERROR, WARN, INFO, DEBUG), by default none. Temporary files go to {@code java.io.tmpdir} or
 * TMPDIR, or to another place where those cannot be written to.
 */
public final class Main {

    /** Longest wait for a command that was told to stop: enough to delete temporary configurations. */
    private static final long STOP_MILLIS = 1500;

    private Main() { }

    /**
     * Runs a command.
     *
     * @param args the command and its arguments
     */
    public static void main(String[] args) {
        // Taken before the framework starts: Gogo replaces System.in, out and err by its own. Always UTF-8, as JSON
        // must be.
        InputStream in = System.in;
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(StandardError.stream(), true, StandardCharsets.UTF_8);
        System.setErr(err);

        CountDownLatch done = new CountDownLatch(1);
        Thread command = Thread.currentThread();
        // Ctrl-C: the command is interrupted and the platform stopped as at any other end, before the JVM goes.
        Thread hook = new Thread(() -> {
            command.interrupt();
            try {
                done.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "deltaframe-stop");
        Runtime.getRuntime().addShutdownHook(hook);

        int status;
        try {
            status = run(args, in, out, err);
        } finally {
            out.flush();
            err.flush();
            done.countDown();
        }
        System.exit(status);
    }

    private static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        boolean shell = args.length > 0 && args[0].equals("shell");
        if (shell && args.length > 1) {
            err.println("deltaframe: shell takes no arguments but was given "
                    + String.join(" ", Arrays.copyOfRange(args, 1, args.length)));
            return 2;
        }
        if (!shell) {
            // Whatever code in the platform prints must not get between the lines of a result.
            System.setOut(err);
        }
        try (FelixRuntime felix = FelixRuntime.start(home(), shell)) {
            if (shell) {
                return felix.awaitExit();
            }
            return felix.commandLine().run(args, in, out, err);
        } catch (LaunchException e) {
            e.getMessage().lines().forEach(line -> err.println("deltaframe: " + line));
            return 1;
        } catch (BundleException | ReflectiveOperationException e) {
            err.println("deltaframe: " + e);
            return 1;
        } catch (InterruptedException e) {
            return 130;
        }
    }

    /** The distribution: {@code lib/} with this class's jar, {@code bundles/} and {@code console/}. */
    private static Path home() throws LaunchException {
        String given = System.getProperty("deltaframe.home");
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        try {
            return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent()
                    .getParent();
        } catch (URISyntaxException e) {
            throw new LaunchException("cannot find the distribution, give it as -Ddeltaframe.home=FOLDER: "
                    + e.getMessage());
        }
    }
}
