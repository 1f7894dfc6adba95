package io.deltaframe.evaluation.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.evaluation.EvaluationException;
import io.deltaframe.evaluation.VideoList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamEvaluationTest {

    private static final Duration WINDOW = Duration.ofSeconds(3);

    @TempDir
    private Path folder;
    private final FakeSessions sessions = new FakeSessions();

    private VideoList list(String... lines) throws Exception {
        for (String line : lines) {
            Files.writeString(folder.resolve(line.substring(0, line.indexOf(' '))), "");
        }
        Files.writeString(folder.resolve("list.txt"), String.join("\n", lines));
        return VideoList.read(folder.resolve("list.txt"), null, 0);
    }

    private StreamResults run(VideoList list, Integer... recomputed) throws Exception {
        return new StreamEvaluation(sessions, "r", FakeSessions.MODEL, WINDOW, List.of(recomputed))
                .run(list, done -> { });
    }

    @Test
    void counts_windows_that_agree_and_those_that_are_right() throws Exception {
        StreamResults results = run(list("v9.mp4 1", "w5.mp4 2"), 3, 2);
        assertEquals(List.of(3, 2), results.agreements().stream().map(WindowAgreement::recomputed).toList());
        WindowAgreement three = results.agreements().getFirst();
        // Windows 1 to 8 and 1 to 4, of which 4, 8 and 4 show the third class
        assertEquals(12, three.windows());
        assertEquals(100 * 9 / 12.0, three.agreement());
        assertEquals(100 * (6 + 1) / 12.0, three.accuracy(), 1e-9);
        assertEquals(100 * 8 / 12.0, three.exactAccuracy(), 1e-9);
        assertEquals((9 * (0.1 + 0.2 + 0.1) + 3 * (0.1 + 0.6 + 0.5)) / 3 / 12, three.difference(), 1e-9);
        assertEquals(Duration.ofMillis(375), results.hop());
        assertEquals(List.of(0, 3, 2), sessions.opened.stream().map(each -> each.incremental()).limit(3).toList());
        assertEquals(3, sessions.opened.getFirst().topK(), "all classes are told");
    }

    @Test
    void videos_that_cannot_be_read_or_are_short_are_told_of() throws Exception {
        List<Integer> done = new ArrayList<>();
        StreamResults results = new StreamEvaluation(sessions, "r", FakeSessions.MODEL, WINDOW, List.of(3))
                .run(list("v9.mp4 1", "broken.mp4 1", "w1.mp4 2"), done::add);
        assertEquals(List.of(1, 2, 3), done);
        assertEquals(List.of("broken.mp4: it is no video"), results.unreadable());
        assertEquals(1, results.brief());
        assertEquals(8, results.agreements().getFirst().windows());
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        results.write(json);
        String text = json.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("\"tooShort\" : 1") && text.contains("\"segments\" : 3"), text);
    }

    @Test
    void what_cannot_be_compared_is_refused() throws Exception {
        VideoList list = list("v9.mp4 1");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> run(list, 8)).getMessage()
                .contains("must be 1 to 7"));
        sessions.parts = false;
        assertTrue(assertThrows(EvaluationException.class, () -> run(list, 3)).getMessage()
                .contains("whole windows only"));
        sessions.parts = true;
        sessions.dropped = 2;
        assertTrue(assertThrows(EvaluationException.class, () -> run(list, 3)).getMessage()
                .endsWith("2 windows were dropped: memory is short"));
        sessions.dropped = 0;
        sessions.model = new ModelInfo("n", "1.0.0", "cd", "", 8, 224, 256, List.of("a", "b", "c"), "", "");
        assertTrue(assertThrows(EvaluationException.class, () -> run(list, 3)).getMessage()
                .contains("expected m 1.0.0 on simd, found n 1.0.0 on simd"));
        assertTrue(assertThrows(EvaluationException.class, () -> run(list("v9.mp4 3"), 3)).getMessage()
                .contains("found 3"));
    }
}
