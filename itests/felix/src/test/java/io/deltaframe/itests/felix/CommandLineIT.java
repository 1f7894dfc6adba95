package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.config.LauncherProperties;
import io.deltaframe.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a process: what is printed where, and the exit status. */
class CommandLineIT {

    @TempDir
    private Path folder;

    private Run deltaframe(String... args) throws Exception {
        return Run.deltaframe(folder, "", args);
    }

    /** The frames of a clip of the evaluation set, as a folder of pictures. */
    private Path pictures(String clip, int frames) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures of " + clip));
        for (int i = 1; i <= frames; i++) {
            Fixtures.copy(String.format(Locale.ROOT, "evaluation/frames/%s/%05d.png", clip, i), pictures);
        }
        return pictures;
    }

    @SuppressWarnings("unchecked") // objects of JSON have names of members as keys
    private static Map<String, Object> expected(String clip) {
        return (Map<String, Object>) ((Map<String, Object>) Fixtures.object("evaluation/expected.json").get("videos"))
                .get(clip);
    }

    private static void assertLogits(float[] expected, Object actual) {
        float[] logits = Fixtures.floats(actual);
        assertEquals(expected.length, logits.length);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], logits[i], 1e-4 * largest, "logit " + i + " of " + Arrays.toString(logits));
        }
    }

    /** One line on stderr, nothing on stdout, status 1. */
    private static void assertFails(Run run, String... parts) {
        assertEquals(1, run.status(), run.toString());
        assertEquals("", run.out());
        // On a busy machine it may also tell that it is still loading.
        List<String> lines = run.err().lines().filter(line -> !line.startsWith("deltaframe: loading")).toList();
        assertEquals(1, lines.size(), run.err());
        assertTrue(lines.getFirst().startsWith("deltaframe: "), run.err());
        for (String part : parts) {
            assertTrue(lines.getFirst().contains(part), run.err());
        }
    }

    @Test
    void the_demo_names_the_motion() throws Exception {
        Run run = deltaframe("demo");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines()
                .anyMatch(line -> line.matches("1 +\\d+\\.\\d % +#+ +Moving something left to right")), run.out());
    }

    @Test
    void a_kept_clip_is_recognised_again_by_its_relative_path() throws Exception {
        assertEquals(0, deltaframe("demo", "--keep", "a clip.mp4").status());
        Run run = deltaframe("recognize", "--json", "--top", "2", "--clips", "2", "--crops", "3", "--threads", "1",
                "a clip.mp4");
        assertEquals(0, run.status(), run.err());
        Map<String, Object> json = Json.object(run.out());
        assertEquals("a clip.mp4", json.get("video"));
        assertEquals(64, json.get("frames"));
        assertEquals("simd", json.get("engine"));
        assertEquals(6, json.get("views"));
        assertEquals(2, json.get("clips"));
        assertEquals(3, json.get("crops"));
        assertEquals(List.of(), json.get("warnings"));
        Map<?, ?> model = (Map<?, ?>) json.get("model");
        assertEquals("motion", model.get("name"));
        assertEquals("1.0.0", model.get("version"));
        assertEquals(8, model.get("segments"));
        assertEquals(112, model.get("inputSize"));
        assertTrue(model.get("sha256").toString().matches("[0-9a-f]{64}"));
        Map<?, ?> milliseconds = (Map<?, ?>) json.get("milliseconds");
        for (String part : List.of("decode", "preprocess", "inference")) {
            assertTrue(((Number) milliseconds.get(part)).doubleValue() > 0, part);
        }
        List<?> results = (List<?>) json.get("results");
        assertEquals(2, results.size());
        assertEquals(1, ((Map<?, ?>) results.getFirst()).get("index"));
        assertEquals("Moving something left to right", ((Map<?, ?>) results.getFirst()).get("label"));
    }

    @Test
    void a_checkpoint_file_gives_the_logits_of_the_released_code_on_a_folder_of_pictures() throws Exception {
        Path checkpoint = Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        Run run = deltaframe("recognize", "--json", "--logits", "--model", checkpoint.getFileName().toString(),
                pictures("clip_0", 9).getFileName().toString());
        assertEquals(0, run.status(), run.err());
        Map<String, Object> json = Json.object(run.out());
        assertLogits(Fixtures.floats(expected("clip_0").get("8f-center")), json.get("logits"));
        Map<?, ?> model = (Map<?, ?>) json.get("model");
        assertEquals(8, model.get("segments"));
        assertEquals(224, model.get("inputSize"));
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(Files.readAllBytes(checkpoint))), model.get("sha256"));
        assertEquals(5, ((List<?>) json.get("results")).size());
    }

    @Test
    void a_file_with_name_and_version_of_another_model_is_called_so_all_the_same() throws Exception {
        Path checkpoint = Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        Run convert = deltaframe("convert", "--segments", "8", "--name", "motion", "--version", "1.0.0",
                checkpoint.getFileName().toString(), "other.safetensors");
        assertEquals(0, convert.status(), convert.err());
        Run run = deltaframe("recognize", "--json", "--model", "other.safetensors", pictures("clip_0", 9).toString());
        assertEquals(0, run.status(), run.err());
        Map<?, ?> model = (Map<?, ?>) Json.object(run.out()).get("model");
        assertEquals("motion", model.get("name"));
        assertEquals("1.0.0", model.get("version"));
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(Files.readAllBytes(folder.resolve("other.safetensors")))), model.get("sha256"));
    }

    @Test
    void three_crops_and_16_segments_give_the_mean_logits_of_the_released_code() throws Exception {
        Path checkpoint = Fixtures.copy("evaluation/tiny-16f.safetensors", folder);
        Run run = deltaframe("recognize", "--json", "--logits", "--segments", "16", "--crops", "3", "--model",
                checkpoint.toString(), pictures("clip_1", 24).toString());
        assertEquals(0, run.status(), run.err());
        List<?> crops = (List<?>) expected("clip_1").get("16f-three");
        float[] mean = new float[Fixtures.floats(crops.getFirst()).length];
        for (Object crop : crops) {
            float[] logits = Fixtures.floats(crop);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += logits[i] / crops.size();
            }
        }
        Map<String, Object> json = Json.object(run.out());
        assertLogits(mean, json.get("logits"));
        assertEquals(3, json.get("views"));
    }

    @Test
    void labels_of_a_file_name_the_classes() throws Exception {
        Path checkpoint = Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            names.add("Größe " + i);
        }
        Path labels = Files.write(folder.resolve("labels.txt"), names);
        String video = pictures("clip_0", 9).toString();
        Run run = deltaframe("recognize", "--json", "--top", "11", "--model", checkpoint.toString(), "--labels",
                labels.toString(), video);
        assertEquals(0, run.status(), run.err());
        for (Object result : (List<?>) Json.object(run.out()).get("results")) {
            assertEquals("Größe " + ((Map<?, ?>) result).get("index"), ((Map<?, ?>) result).get("label"));
        }
        Files.write(labels, names.subList(0, 10));
        assertFails(deltaframe("recognize", "--json", "--model", checkpoint.toString(), "--labels", labels.toString(),
                video), "10", "11");
        assertFails(deltaframe("recognize", "--labels", labels.toString(), video), "10", "15", "motion");
    }

    @Test
    void bench_times_the_best_model_there_is() throws Exception {
        Run run = deltaframe("bench", "--json", "--threads", "1", "--repeat", "3");
        assertEquals(0, run.status(), run.err());
        Map<String, Object> json = Json.object(run.out());
        assertEquals("motion 1.0.0", json.get("model"));
        assertEquals(8, json.get("segments"));
        assertEquals(112, json.get("inputSize"));
        assertEquals("simd", json.get("engine"));
        assertTrue(json.get("description").toString().endsWith(" 1 thread"), run.out());
        assertEquals(1, json.get("threads"));
        assertEquals(3, json.get("repeat"));
        assertTrue(((Number) json.get("compileMilliseconds")).doubleValue() > 0);
        assertTrue(((Number) json.get("firstClipMilliseconds")).doubleValue() > 0);
        Map<?, ?> milliseconds = (Map<?, ?>) json.get("milliseconds");
        for (String part : List.of("encode", "classify", "clip")) {
            Map<?, ?> times = (Map<?, ?>) milliseconds.get(part);
            double min = ((Number) times.get("min")).doubleValue();
            double median = ((Number) times.get("median")).doubleValue();
            assertTrue(0 < min && min <= median && median <= ((Number) times.get("p95")).doubleValue(), run.out());
        }
    }

    /**
     * Large networks have parts of their own, among them classes made at run time, which the embedded model goes
     * without.
     */
    @Test
    void bench_runs_a_large_network_without_a_checkpoint() throws Exception {
        Run run = deltaframe("bench", "--json", "--architecture", "resnet50", "--segments", "8", "--repeat", "1");
        assertEquals(0, run.status(), run.err());
        Map<String, Object> json = Json.object(run.out());
        assertEquals(8, json.get("segments"));
        assertEquals("simd", json.get("engine"));
        assertTrue(((Number) ((Map<?, ?>) ((Map<?, ?>) json.get("milliseconds")).get("clip")).get("min"))
                .doubleValue() > 0, run.out());
    }

    @Test
    void bench_times_a_checkpoint_file_and_names_a_broken_one() throws Exception {
        Path checkpoint = Fixtures.copy("checkpoints/tiny-8f-legacy.pth.tar", folder);
        Run run = deltaframe("bench", "--repeat", "1", "--model", checkpoint.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("TDN, depths 1,2,2,1, width 8, 8 segments, 224x224, on simd"), run.out());
        Path broken = Files.write(folder.resolve("broken.pth"), Arrays.copyOf(Files.readAllBytes(checkpoint), 1000));
        assertFails(deltaframe("bench", "--model", broken.toString()), "broken.pth");
        assertEquals(2, deltaframe("bench", "--architecture", "resnet18").status());
    }

    @Test
    void commands_at_the_same_time_unpack_ffmpeg_once_for_all_later_ones() throws Exception {
        Path natives = folder.resolve("natives");
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS",
                "-D" + LauncherProperties.NATIVES + "=" + natives);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Run>> demos = Collections.nCopies(3,
                    () -> Run.of(folder, environment, "", Run.launcher("demo", "--json")));
            for (Future<Run> run : threads.invokeAll(demos)) {
                assertEquals(0, run.get().status(), run.get().err());
            }
        }
        Map<Path, FileTime> unpacked = madeAt(natives);
        assertTrue(unpacked.keySet().stream().anyMatch(file -> file.getFileName().toString().contains("avcodec")),
                unpacked.toString());
        assertEquals(0, Run.of(folder, environment, "", Run.launcher("demo", "--json")).status());
        assertEquals(unpacked, madeAt(natives));
    }

    private static Map<Path, FileTime> madeAt(Path folder) throws IOException {
        Map<Path, FileTime> made = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> Files.isRegularFile(file) && !file.endsWith(".lock")).toList()) {
                made.put(file, Files.readAttributes(file, BasicFileAttributes.class).creationTime());
            }
        }
        return made;
    }

    @Test
    void a_missing_video_is_named() throws Exception {
        assertFails(deltaframe("recognize", "--json", "missing.mp4"), "missing.mp4");
    }

    @Test
    void a_video_that_is_none_is_named() throws Exception {
        Files.writeString(folder.resolve("text.mp4"), "this is no video");
        assertFails(deltaframe("recognize", "text.mp4"), "text.mp4");
    }

    @Test
    void a_broken_checkpoint_is_named_with_the_reason() throws Exception {
        byte[] whole = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
        Path broken = Files.write(folder.resolve("broken.safetensors"), Arrays.copyOf(whole, whole.length / 2));
        assertFails(deltaframe("recognize", "--model", broken.toString(), pictures("clip_0", 9).toString()),
                "broken.safetensors");
    }

    @Test
    void an_unknown_model_is_told_with_those_there_are() throws Exception {
        String video = pictures("clip_0", 9).toString();
        assertFails(deltaframe("recognize", "--model", "emotion", video), "'emotion'", "motion 1.0.0");
        assertFails(deltaframe("recognize", "--model", "no/such.pth.tar", video), "no such file: no/such.pth.tar");
    }

    @Test
    void an_engine_that_is_not_here_is_told_with_those_there_are() throws Exception {
        String video = pictures("clip_0", 9).toString();
        assertFails(deltaframe("recognize", "--engine", "tornado", video), "tornado", "simd");
        assertEquals(2, deltaframe("recognize", "--engine", "abacus", video).status());
    }

    @Test
    void wrong_usage_is_status_2_with_a_hint() throws Exception {
        String video = pictures("clip_0", 9).toString();
        for (List<String> args : List.of(List.of("recognise", "a.mp4"), List.of("recognize"),
                List.of("recognize", "--crops", "2", "a.mp4"),
                List.of("models", "everything"), List.of("recognize", "--model", "motion", "--segments", "16", video),
                List.of("shell", "now"))) {
            Run run = deltaframe(args.toArray(String[]::new));
            assertEquals(2, run.status(), args + " " + run);
            assertEquals("", run.out());
        }
    }

    @Test
    void without_a_command_it_explains_itself() throws Exception {
        Run run = deltaframe();
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("Usage: deltaframe"), run.out());
    }

    @Test
    void models_engines_and_recognizers_are_listed() throws Exception {
        Map<?, ?> model = (Map<?, ?>) ((List<?>) Json.read(deltaframe("models", "--json").out())).getFirst();
        assertEquals("motion", model.get("name"));
        assertEquals("READY", model.get("state"));
        assertEquals(15, ((List<?>) model.get("labels")).size());
        Map<?, ?> engine = (Map<?, ?>) ((List<?>) Json.read(deltaframe("engines", "--json").out())).getFirst();
        assertEquals("simd", engine.get("name"));
        assertEquals("READY", engine.get("state"));
        Run recognizers = deltaframe("recognizers");
        assertEquals(0, recognizers.status());
        assertTrue(recognizers.out().lines().skip(1).findFirst().orElseThrow()
                .matches("\\S+ +READY +motion +1\\.0\\.0 +simd +8 +15"), recognizers.out());
    }

    @Test
    void nothing_is_left_in_the_folder_for_temporary_files() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Run run = Run.of(folder, Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary), "",
                Run.launcher("demo", "--json"));
        assertEquals(0, run.status(), run.err());
        try (var files = Files.list(temporary)) {
            // hsperfdata is the JVM's own.
            assertEquals(List.of(), files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList());
        }
    }
}
