package io.deltaframe.recognizer.inference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ffmpeg program, if the machine has it: decodes a file, scales every frame and throws it away. */
final class FfmpegProgram {

    private static final Pattern CPU = Pattern.compile("bench: utime=([0-9.]+)s stime=([0-9.]+)s");

    private FfmpegProgram() { }

    /** {@return the program's first words about itself; empty if it cannot be started} */
    static String version() throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("ffmpeg", "-version").redirectErrorStream(true).start();
        } catch (IOException e) {
            return "";
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? said.lines().findFirst().orElse("").replaceFirst(" Copyright.*", "") : "";
    }

    /**
     * {@return milliseconds from start to end, and those of processors}
     *
     * @param threads of the decoder, and of the filter
     * @throws IOException if it fails, with what it says
     */
    static double[] millis(String file, int threads, int width, int height) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(List.of("ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-benchmark",
                "-filter_threads", Integer.toString(threads), "-threads", Integer.toString(threads), "-i", file,
                "-an", "-vf", "scale=" + width + ":" + height + ":flags=bilinear", "-pix_fmt", "rgb24", "-f",
                "rawvideo", "pipe:1"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        double millis = (System.nanoTime() - begin) / 1e6;
        Matcher cpu = CPU.matcher(said);
        if (status != 0 || !cpu.find()) {
            throw new IOException("ffmpeg ended with status " + status + " on " + file + ": " + said);
        }
        return new double[] {millis, 1000 * (Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2)))};
    }
}
