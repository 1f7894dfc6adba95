package io.deltaframe.itests.felix.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that sends a stream, killed when it is closed. */
final class Program implements AutoCloseable {

    /** Debian's, which sees Debian's bindings of GStreamer, whichever Python comes first on the PATH. */
    private static final String PYTHON = "/usr/bin/python3";
    /** Of a test picture that moves, as fast as it would be shown. */
    static final String BALL = "( videotestsrc is-live=true pattern=ball ! "
            + "video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! jpegenc ! rtpjpegpay name=pay0 pt=26 )";

    private final Process process;

    private Program(Process process) {
        this.process = process;
    }

    private static Program start(List<String> command) throws IOException {
        return new Program(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectInput(ProcessBuilder.Redirect.PIPE).start());
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Skips the test where there is no ffmpeg. */
    static void needFfmpeg() {
        need("the program ffmpeg (Debian: ffmpeg)", works("ffmpeg", "-version"));
    }

    /** Skips the test where there is no RTSP server. */
    static void needRtspServer() {
        need("GStreamer's RTSP server (Debian: python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good "
                + "gstreamer1.0-plugins-bad)", works(PYTHON, "-c", "import gi; "
                + "gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer; "
                + "Gst.init(None); import sys; sys.exit(not all(Gst.ElementFactory.find(name) for name in "
                + "('jpegenc', 'rtpjpegpay', 'tsdemux', 'h264parse', 'rtph264pay')))"));
    }

    private static void need(String what, boolean there) {
        if (!there) {
            System.out.println("skipped: there is no " + what);
        }
        assumeTrue(there, "there is no " + what);
    }

    /** {@return ffmpeg that sends a file over and over, as fast as it would be shown} */
    static Program sendMpegTs(Path file, String url) throws IOException {
        return ffmpeg("-re", "-stream_loop", "-1", "-i", file.toString(), "-c", "copy", "-f", "mpegts", url);
    }

    /** {@return ffmpeg with arguments} */
    static Program ffmpeg(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /**
     * {@return an RTSP server that listens}
     *
     * @param access nothing, or basic or digest, a user and a password
     */
    static Program rtspServer(Path folder, int port, String launch, String... access) throws IOException {
        Path script = folder.resolve("rtsp-server.py");
        try (InputStream in = Program.class.getResourceAsStream("rtsp-server.py")) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(PYTHON, script.toString(), "" + port, launch));
        command.addAll(List.of(access));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8));
        String line = out.readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the RTSP server does not start: " + line);
        }
        return new Program(process);
    }

    /** {@return what a GStreamer server makes of MPEG-TS that comes to a port} */
    static String fedBy(int port) {
        return "( udpsrc address=127.0.0.1 port=" + port + " buffer-size=2000000 ! queue ! tsdemux latency=200 ! "
                + "h264parse config-interval=1 ! rtph264pay name=pay0 pt=96 )";
    }

    /** {@return a TCP port that was free just now} */
    static int tcpPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a UDP port that was free just now} */
    static int udpPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has done its work. */
    void awaitEnd() throws InterruptedException, IOException {
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("the program does not do its work");
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Kills it. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
