package io.deltaframe.operators.tile;

import static io.deltaframe.operators.tile.TileSource.Counter.INPUTS;
import static io.deltaframe.operators.tile.TileSource.Counter.PLACES;
import static io.deltaframe.operators.tile.TileSource.Order.BROADCASTS_FIRST;
import static io.deltaframe.operators.tile.TileSource.Order.WEIGHTS_FIRST;

import io.deltaframe.operators.layout.Lanes;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The tiles that are worth measuring, and their classes, compiled when asked for. */
final class TileCandidates {

    /** For 16 vector registers: sums, weights and inputs of a turn together about as many. */
    private static final List<TileSource> NARROW = List.of(
            new TileSource(6, 2, 2, WEIGHTS_FIRST, INPUTS), new TileSource(6, 2, 1, WEIGHTS_FIRST, INPUTS),
            new TileSource(5, 2, 1, WEIGHTS_FIRST, INPUTS), new TileSource(4, 2, 2, WEIGHTS_FIRST, INPUTS),
            new TileSource(4, 2, 1, WEIGHTS_FIRST, INPUTS), new TileSource(4, 2, 1, WEIGHTS_FIRST, PLACES),
            new TileSource(4, 2, 2, WEIGHTS_FIRST, PLACES), new TileSource(4, 2, 4, WEIGHTS_FIRST, PLACES),
            new TileSource(4, 2, 1, BROADCASTS_FIRST, PLACES), new TileSource(3, 3, 1, WEIGHTS_FIRST, INPUTS),
            new TileSource(3, 3, 1, WEIGHTS_FIRST, PLACES), new TileSource(3, 3, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(3, 3, 4, WEIGHTS_FIRST, PLACES), new TileSource(3, 3, 2, BROADCASTS_FIRST, PLACES),
            new TileSource(2, 4, 2, WEIGHTS_FIRST, PLACES), new TileSource(5, 2, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(4, 3, 1, WEIGHTS_FIRST, PLACES), new TileSource(3, 4, 1, WEIGHTS_FIRST, PLACES),
            new TileSource(8, 1, 1, WEIGHTS_FIRST, INPUTS), new TileSource(8, 1, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(8, 1, 4, WEIGHTS_FIRST, INPUTS), new TileSource(10, 1, 1, WEIGHTS_FIRST, INPUTS),
            new TileSource(12, 1, 1, WEIGHTS_FIRST, INPUTS), new TileSource(12, 1, 1, WEIGHTS_FIRST, PLACES),
            new TileSource(10, 1, 1, WEIGHTS_FIRST, PLACES), new TileSource(12, 1, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(8, 1, 1, WEIGHTS_FIRST, PLACES));

    /** For 32 vector registers. */
    private static final List<TileSource> WIDE = List.of(
            new TileSource(6, 4, 1, WEIGHTS_FIRST, INPUTS), new TileSource(6, 4, 1, WEIGHTS_FIRST, PLACES),
            new TileSource(6, 4, 2, WEIGHTS_FIRST, PLACES), new TileSource(5, 4, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(8, 3, 1, WEIGHTS_FIRST, INPUTS), new TileSource(8, 3, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(12, 2, 1, WEIGHTS_FIRST, INPUTS), new TileSource(12, 2, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(10, 2, 1, WEIGHTS_FIRST, INPUTS), new TileSource(4, 4, 2, WEIGHTS_FIRST, PLACES),
            new TileSource(12, 1, 2, WEIGHTS_FIRST, INPUTS), new TileSource(8, 1, 4, WEIGHTS_FIRST, INPUTS),
            new TileSource(14, 1, 1, WEIGHTS_FIRST, INPUTS));

    private TileCandidates() { }

    /** {@return the candidates for this machine's registers, what it has now among them} */
    static List<TileSource> all() {
        return Lanes.WIDE_REGISTER_FILE ? WIDE : NARROW;
    }

    /**
     * {@return a candidate, compiled}
     *
     * @param source what it looks like
     * @throws IOException                  if there is no room for its class file
     * @throws ReflectiveOperationException if its class cannot be made
     */
    static Tile compile(TileSource source) throws IOException, ReflectiveOperationException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("the candidates are compiled here: a JDK is needed,"
                    + " this JVM has no compiler");
        }
        String name = source.candidateName();
        String code = source.source(TileCandidates.class.getPackageName(), name);
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        Path folder = Files.createTempDirectory("tiles");
        try {
            List<String> options = List.of("--add-modules", "jdk.incubator.vector", "-d", folder.toString(),
                    "-classpath", System.getProperty("java.class.path"), "-proc:none", "-Xlint:none");
            if (!compiler.getTask(null, null, null, options, null, List.of(file)).call()) {
                throw new IllegalStateException(name + " does not compile");
            }
            Path compiled = folder.resolve(TileCandidates.class.getPackageName().replace('.', '/'))
                    .resolve(name + ".class");
            Class<?> tile = MethodHandles.lookup().defineHiddenClass(Files.readAllBytes(compiled), true).lookupClass();
            return (Tile) tile.getDeclaredConstructor().newInstance();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
