package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** From frames to scores with the CPU engine, against the released code on the same frames. */
class EvaluationTest {

    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder;

    @Test
    void logitsAndScoresAreThoseOfTheReleasedCode() throws Exception {
        try (TestFramework felix = new TestFramework(folder.resolve("storage"))) {
            for (String name : List.of("io.deltaframe.operators", "io.deltaframe.recognizer")) {
                Bundle bundle = felix.install(name);
                bundle.start();
            }
            Map<String, Path> files = Map.of("tiny-8f", Fixtures.copy("checkpoints/tiny-8f.safetensors", folder),
                    "tiny-16f", Fixtures.copy("evaluation/tiny-16f.safetensors", folder));
            for (var file : files.entrySet()) {
                felix.configure(ModelConfig.PID, Map.of(ModelConfig.FILE, file.getValue().toString(),
                        ModelConfig.NAME, file.getKey(),
                        ModelConfig.SEGMENTS, file.getKey().equals("tiny-8f") ? 8 : 16));
                felix.configure(RecognizerConfig.PID,
                        Map.of(RecognizerConfig.NAME, file.getKey(), RecognizerConfig.MODEL, file.getKey(),
                                RecognizerConfig.ENGINE, EngineConfig.SIMD, "videos.cardinality.minimum", 0));
            }
            for (String scoring : List.of("released", "softmax-mean")) {
                felix.configure(EnsembleConfig.PID,
                        Map.of(RecognizerConfig.NAME, scoring,
                                EnsembleConfig.MODELS, new String[] {"tiny-8f", "tiny-16f"},
                                RecognizerConfig.ENGINE, EngineConfig.SIMD, EnsembleConfig.SCORING, scoring,
                                RecognizerConfig.CROPS, 3, "videos.cardinality.minimum", 0));
            }
            Recognizer released = felix.service(Recognizer.class, "(deltaframe.recognizer=released)");
            Recognizer softmax = felix.service(Recognizer.class, "(deltaframe.recognizer=softmax-mean)");
            Recognizer eight = felix.service(Recognizer.class, "(deltaframe.recognizer=tiny-8f)");
            Recognizer sixteen = felix.service(Recognizer.class, "(deltaframe.recognizer=tiny-16f)");
            String[] clips = new String(Fixtures.bytes("evaluation/val.txt")).strip().split("\n");
            assertEquals(6, clips.length);
            for (String line : clips) {
                String[] clip = line.split(" ");
                List<Frame> frames = frames(clip[0], Integer.parseInt(clip[1]));
                Map<?, ?> expected = (Map<?, ?>) ((Map<?, ?>) Fixtures.object("evaluation/expected.json").get("videos"))
                        .get(clip[0].substring(clip[0].indexOf('/') + 1));
                Recognition center = check(eight, frames, 1, List.of(expected.get("8f-center")));
                checkScores(center, expected.get("score-8f-center"));
                check(eight, frames, 3, (List<?>) expected.get("8f-three"));
                check(sixteen, frames, 1, List.of(expected.get("16f-center")));
                Recognition three = check(sixteen, frames, 3, (List<?>) expected.get("16f-three"));
                checkScores(three, expected.get("score-16f-three"));
                checkScores(released.recognize(frames, RecognitionOptions.DEFAULT),
                        expected.get("score-8+16-three-released"));
                checkScores(softmax.recognize(frames, RecognitionOptions.DEFAULT),
                        expected.get("score-8+16-three-softmax"));
            }
            assertEquals(List.of(), felix.errors());
        }
    }

    private static List<Frame> frames(String directory, int count) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            frames.add(Pictures.fixture(String.format(Locale.ROOT, "evaluation/%s/%05d.png", directory, i)));
        }
        return frames;
    }

    /** Checks the logits averaged over views against the mean of the views' expected ones. */
    private static Recognition check(Recognizer recognizer, List<Frame> frames, int crops, List<?> views)
            throws Exception {
        Recognition recognition = recognizer.recognize(frames, new RecognitionOptions(1, crops));
        assertEquals(crops, recognition.views().size());
        double[] mean = new double[11];
        double max = 0;
        for (Object view : views) {
            float[] logits = Fixtures.floats(view);
            for (int c = 0; c < mean.length; c++) {
                mean[c] += logits[c] / (double) views.size();
                max = Math.max(max, Math.abs(logits[c]));
            }
        }
        for (int c = 0; c < mean.length; c++) {
            double error = Math.abs(recognition.logits().get(c) - mean[c]);
            assertTrue(error <= TOLERANCE * max, recognizer + " class " + c + ": expected " + mean[c] + ", found "
                    + recognition.logits().get(c));
        }
        return recognition;
    }

    private static void checkScores(Recognition recognition, Object expected) {
        float[] scores = Fixtures.floats(expected);
        List<Action> byIndex = recognition.actions().stream().sorted(Comparator.comparingInt(Action::index)).toList();
        for (int c = 0; c < scores.length; c++) {
            assertEquals(scores[c], byIndex.get(c).score(), TOLERANCE);
        }
    }
}
