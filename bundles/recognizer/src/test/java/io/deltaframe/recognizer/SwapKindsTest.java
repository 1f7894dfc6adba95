package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.deltaframe.api.Frame;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.tdn.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;

/**
 * Networks of every shape take each other's place on the CPU engine, and the first one answers at last as it did at
 * first.
 */
class SwapKindsTest {

    private record Kind(String what, Architecture architecture, int inputSize) { }

    private static final List<Integer> SHALLOW = List.of(1, 1, 1, 1);
    private static final Kind FIRST = new Kind("first", new Architecture(SHALLOW, 8, 5, 2), 36);
    private static final List<Kind> OTHERS = List.of(
            new Kind("deeper", new Architecture(List.of(2, 1, 3, 1), 8, 5, 2), 36),
            new Kind("wider", new Architecture(SHALLOW, 16, 5, 2), 36),
            new Kind("more classes", new Architecture(SHALLOW, 8, 11, 2), 36),
            new Kind("more segments", new Architecture(SHALLOW, 8, 5, 8), 36),
            new Kind("larger pictures", new Architecture(SHALLOW, 8, 5, 2), 56),
            new Kind("all of it", new Architecture(List.of(1, 2, 1, 2), 12, 3, 4), 40));

    @TempDir
    private Path folder;

    @Test
    void depthWidthClassesSegmentsAndInputSizeAreSwappable() throws Exception {
        Files.createDirectory(folder.resolve("made"));
        List<Frame> frames = IntStream.range(0, 12).mapToObj(i -> Pictures.noise(64, 60, i)).toList();
        try (TestFramework felix = new TestFramework(folder.resolve("storage"))) {
            felix.install("io.deltaframe.operators").start();
            felix.install("io.deltaframe.recognizer").start();
            felix.configure(RecognizerConfig.PID,
                    Map.of(RecognizerConfig.NAME, "any", RecognizerConfig.ENGINE, EngineConfig.SIMD,
                            "videos.cardinality.minimum", 0));
            Configuration model = felix.configure(ModelConfig.PID, Map.of(ModelConfig.FILE, write(FIRST).toString()));
            Recognizer recognizer = felix.service(Recognizer.class, "(deltaframe.recognizer=any)");
            List<Float> before = check(recognizer, FIRST, frames);
            for (Kind kind : OTHERS) {
                swap(felix, model, recognizer, kind);
                check(recognizer, kind, frames);
            }
            swap(felix, model, recognizer, FIRST);
            assertEquals(before, check(recognizer, FIRST, frames));
            assertSame(recognizer, felix.service(Recognizer.class, "(deltaframe.recognizer=any)"));
            assertEquals(List.of(), felix.errors());
        }
    }

    private Path write(Kind kind) throws Exception {
        return MarkedCheckpoint.write(folder.resolve("made/" + kind.what() + ".safetensors"), kind.architecture(),
                kind.inputSize(), kind.what(), "1.0.0", 0);
    }

    private void swap(TestFramework felix, Configuration model, Recognizer recognizer, Kind kind) throws Exception {
        model.update(TestFramework.dictionary(Map.of(ModelConfig.FILE, write(kind).toString())));
        felix.await(kind.what() + " serves", () -> recognizer.model().name().equals(kind.what()));
    }

    private static List<Float> check(Recognizer recognizer, Kind kind, List<Frame> frames) throws Exception {
        Recognition recognition = recognizer.recognize(frames, RecognitionOptions.DEFAULT.withCrops(3));
        assertEquals(kind.what(), recognition.model().name());
        assertEquals(kind.architecture().describe(), recognition.model().architecture());
        assertEquals(kind.architecture().segments(), recognition.model().segments());
        assertEquals(kind.inputSize(), recognition.views().getFirst().size());
        assertEquals(kind.architecture().classes(), recognition.logits().size());
        return recognition.logits();
    }
}
