package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution in a JVM that was started without the Vector API. */
class ScalarIT {

    private static final String FLAG = "--add-modules jdk.incubator.vector";

    @TempDir
    Path folder;

    private Run withoutTheFlag(String... args) throws Exception {
        List<String> command = new ArrayList<>(Run.launcher(args));
        int flag = command.indexOf("--add-modules");
        command.subList(flag, flag + 2).clear();
        command.add(flag, "-Ddeltaframe.log=WARN");
        return Run.of(folder, Map.of(), "", command);
    }

    @Test
    void it_recognises_and_says_what_would_make_it_faster() throws Exception {
        Run run = withoutTheFlag("demo", "--json");
        assertEquals(0, run.status(), run.err());
        Map<String, Object> json = Json.object(run.out());
        assertEquals("scalar", json.get("engine"));
        Map<?, ?> best = (Map<?, ?>) ((List<?>) json.get("results")).getFirst();
        assertEquals("Moving something left to right", best.get("label"));
        List<String> lines = run.err().lines().filter(line -> line.contains("scalar")).toList();
        assertEquals(1, lines.size(), run.err());
        assertTrue(lines.getFirst().contains(FLAG), run.err());
    }

    @Test
    void the_engines_name_the_flag() throws Exception {
        List<?> engines = (List<?>) Json.read(withoutTheFlag("engines", "--json").out());
        Map<?, ?> scalar = (Map<?, ?>) engines.stream()
                .filter(engine -> "scalar".equals(((Map<?, ?>) engine).get("name"))).findFirst().orElseThrow();
        assertEquals("READY", scalar.get("state"), engines.toString());
        assertTrue(scalar.toString().contains(FLAG), engines.toString());
    }

    @Test
    void it_is_not_offered_beside_the_vector_api() throws Exception {
        Run run = Run.deltaframe(folder, "", "engines", "--json");
        assertEquals(List.of(), ((List<?>) Json.read(run.out())).stream()
                .filter(engine -> "scalar".equals(((Map<?, ?>) engine).get("name"))).toList());
    }
}
