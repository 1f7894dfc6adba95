package io.deltaframe.video;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A process that decodes mutants of the samples in a folder, one after the other, and prints what became of each: a
 * crash of native code ends it and nobody else. Arguments: folder of the samples, first number, number after the last.
 */
final class MutantDecoder {

    private MutantDecoder() { }

    /** Prints {@code begin N sample} before each mutant and {@code end N outcome bytes} after it. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Path> samples;
        try (Stream<Path> files = Files.list(folder.resolve("samples"))) {
            samples = files.sorted().toList();
        }
        Path work = Files.createDirectories(folder.resolve("work" + args[1]));
        for (int number = Integer.parseInt(args[1]); number < Integer.parseInt(args[2]); number++) {
            Path sample = samples.get(number % samples.size());
            System.out.println("begin " + number + " " + sample.getFileName());
            System.out.flush();
            byte[] bytes = Mutation.of(Files.readAllBytes(sample), number);
            System.out.println("end " + number + " " + decode(sample, bytes, work) + " "
                    + (OpenDescriptors.known() ? OpenDescriptors.residentBytes() : 0));
        }
        System.exit(0);
    }

    private static String decode(Path sample, byte[] bytes, Path work) throws IOException {
        String name = sample.getFileName().toString();
        Path target = work.resolve(name.startsWith("picture") ? "1" + name.substring(name.lastIndexOf('.')) : name);
        Files.write(target, bytes);
        String location = (name.startsWith("picture") ? work : target).toString();
        try (Video video = new FfmpegVideoSource(20, null).open(location, 2)) {
            Video.Decoded decoded = video.decode(new Video.FrameSelection() {
                @Override
                public int[] select(int frameCount) {
                    return IntStream.range(0, Math.min(frameCount, 20)).toArray();
                }

                @Override
                public void accept(int index, Frame frame) { }
            });
            return decoded.warnings().isEmpty() ? "sound" : "warned";
        } catch (VideoException e) {
            return e.getMessage().startsWith(location + ": ") && e.getMessage().lines().count() == 1 ? "refused"
                    : "misnamed";
        } catch (RuntimeException | Error e) {
            System.out.println(e + " at " + e.getStackTrace()[0] + ", " + e.getStackTrace()[1]);
            return "thrown";
        } finally {
            Files.delete(target);
        }
    }
}
