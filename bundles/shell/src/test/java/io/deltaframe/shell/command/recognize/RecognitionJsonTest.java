package io.deltaframe.shell.command.recognize;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Timing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecognitionJsonTest {

    @Test
    void an_ensemble_names_its_members() throws Exception {
        ModelInfo a = new ModelInfo("a", "1.0.0", "aa", "TDN", 8, 224, 256, List.of("x"), "", "");
        ModelInfo b = new ModelInfo("b", "2.0.0", "bb", "TDN", 16, 224, 256, List.of("x"), "", "");
        ModelInfo both =
                new ModelInfo("a+b", "1.0.0.cc", "cc", "ensemble", 24, 224, 256, List.of("x"), "", "", List.of(a, b));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecognitionJson.print(new PrintStream(out),
                new Recognition("v", both, "simd", 9, List.of(), new Timing(1, 2, 3),
                List.of(new Action(0, "x", 1)), List.of(1f), List.of()), 1, false);
        assertTrue(out.toString().contains("\"model\":{\"name\":\"a+b\",\"version\":\"1.0.0.cc\",\"sha256\":\"cc\","
                + "\"segments\":24,\"inputSize\":224,"
                + "\"members\":[{\"name\":\"a\",\"version\":\"1.0.0\",\"sha256\":\"aa\",\"segments\":8,"
                + "\"inputSize\":224},"
                + "{\"name\":\"b\",\"version\":\"2.0.0\",\"sha256\":\"bb\",\"segments\":16,\"inputSize\":224}]},"),
                out.toString());
    }
}
