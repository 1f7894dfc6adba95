package io.deltaframe.operators.tile;

import java.util.List;
import java.util.Locale;

/**
 * Writes the source of a register tile: the classes {@code TilePxV} of the operators bundle, and every candidate that
 * the suite {@code tiles} measures. What a tile is stands in {@code Tile}; why it is unrolled, in what this writes.
 *
 * @param pixels   output pixels a tile
 * @param vectors  vectors of output channels a tile
 * @param unrolled inputs a turn of the loop
 * @param order    what the loop does with an input
 * @param counter  what the loop counts
 */
record TileSource(int pixels, int vectors, int unrolled, Order order, Counter counter) {

    /** What comes first in a turn: C2 allocates registers by the order in which it meets values. */
    enum Order {
        /** The weights, then each pixel's broadcast and its products. */
        WEIGHTS_FIRST,
        /** All broadcasts, then each vector of weights and its products. */
        BROADCASTS_FIRST
    }

    /** What the loop counts: it decides how many instructions addresses take. */
    enum Counter {
        /** Inputs, from 0. */
        INPUTS,
        /**
         * Places of the input; the place of the weights goes along. Between the inputs of a turn the loop may end: C2
         * loads what a block needs before the first product, and an exit ends the block. It is a comparison for
         * equality, because C2 takes others out of the loop.
         */
        PLACES
    }

    /** The tiles of the operators bundle: for 16 vector registers, then for 32. */
    static final List<TileSource> SHIPPED = List.of(
            new TileSource(3, 3, 2, Order.WEIGHTS_FIRST, Counter.PLACES),
            new TileSource(4, 2, 2, Order.WEIGHTS_FIRST, Counter.PLACES),
            new TileSource(12, 1, 1, Order.WEIGHTS_FIRST, Counter.INPUTS),
            new TileSource(6, 4, 1, Order.WEIGHTS_FIRST, Counter.INPUTS),
            new TileSource(12, 2, 1, Order.WEIGHTS_FIRST, Counter.INPUTS),
            new TileSource(12, 1, 2, Order.WEIGHTS_FIRST, Counter.INPUTS),
            new TileSource(8, 1, 4, Order.WEIGHTS_FIRST, Counter.INPUTS));

    private static final String LETTERS = "abcdefgh";

    TileSource {
        if (pixels < 1 || vectors < 1 || vectors > LETTERS.length() || unrolled < 1) {
            throw new IllegalArgumentException("no tile has " + pixels + " pixels x " + vectors + " vectors, "
                    + unrolled + " inputs a turn");
        }
    }

    /** {@return the name of the class among those of the operators bundle} */
    String className() {
        return "Tile" + pixels + "x" + vectors + (inputsPerTurn() == 1 ? "" : "By" + unrolled);
    }

    /** {@return a name that tells it from all other candidates} */
    String candidateName() {
        return "Tile" + pixels + "x" + vectors + "By" + unrolled
                + (order == Order.WEIGHTS_FIRST ? "WeightsFirst" : "BroadcastsFirst")
                + (counter == Counter.INPUTS ? "" : "Places");
    }

    /**
     * {@return the source}
     *
     * @param packageName package of the class
     * @param name        its name
     */
    String source(String packageName, String name) {
        StringBuilder s = new StringBuilder(16_384);
        s.append(String.format(Locale.ROOT, """
                package %1$s;

                import static io.deltaframe.operators.layout.Lanes.L;
                import static io.deltaframe.operators.layout.Lanes.SPECIES;
                import static jdk.incubator.vector.VectorOperators.LT;

                import java.lang.invoke.MethodHandles;
                import jdk.incubator.vector.FloatVector;

                /**
                 * The tile of %2$s by %3$s of output channels: %4$d accumulators. Written by TileSource of the
                 * benchmarks, where the suite {@code tiles} shows why it is this one.
                 *
                 * <p>Unrolled because C2 keeps vectors in registers only as local variables of one method.
                 */
                final class %5$s implements Tile {

                    private static final int PIXELS = %6$d;
                    private static final int BLOCK = %7$d * L;

                    /** Floats from a pixel to the next in the input. */
                    private static final int STRIDE = Tiles.distance(MethodHandles.lookup());

                    @Override
                    public int pixels() {
                        return PIXELS;
                    }

                    @Override
                    public int vectors() {
                        return %7$d;
                    }

                    @Override
                    public int inputsPerTurn() {
                        return %8$d;
                    }

                    @Override
                    public void run(float[] in, int x, int pixels, int inputs, float[] w, int weights, int blocks,
                            int weightStep, float[] init, int[] initBase, int i, int tileStep, int initOffset,
                            int blockStep, float[] out, int[] outBase, int o, int outOffset, boolean relu) {
                """, packageName, count(pixels, "pixel"), count(vectors, "vector"), pixels * vectors, name,
                pixels, vectors, inputsPerTurn()));
        s.append(loops()).append("""
                    }

                    private static void tile(float[] in, int x, int inputs, float[] w, int weights, float[] init,
                            int[] initBase, int i, int initOffset, float[] out, int[] outBase, int o, int outOffset,
                            boolean relu) {
                """);
        starts(s);
        loop(s);
        ends(s);
        return s.append("    }\n}\n").toString();
    }

    /** {@return what the number of inputs must be a multiple of} */
    private int inputsPerTurn() {
        return counter == Counter.PLACES ? 1 : unrolled;
    }

    /**
     * With 16 registers, which processors with caches of 256 KB and more on the second level have, the blocks of
     * weights stream from there past the inputs of a tile; with 32, the inputs past a block of weights.
     */
    private String loops() {
        String call = """
                tile(in, x + p * STRIDE, inputs, w, weights + b * weightStep, init, initBase, i + p / PIXELS * tileStep,
                        initOffset + b * blockStep, out, outBase, o + p, outOffset + b * BLOCK, relu);
                """;
        String pixels = "for (int p = 0; p < pixels; p += PIXELS) {\n";
        String blocks = "for (int b = 0; b < blocks; b++) {\n";
        boolean pixelsOutside = counter == Counter.PLACES;
        return ((pixelsOutside ? pixels : blocks) + (pixelsOutside ? blocks : pixels).indent(4) + call.indent(8)
                + "    }\n}\n").indent(8);
    }

    private static String count(int number, String what) {
        return (number == 1 ? "one " : number + " ") + what + (number == 1 ? "" : "s");
    }

    private void starts(StringBuilder s) {
        for (int p = 0; p < pixels; p++) {
            line(s, 2, "int i%d = initBase[%s] + initOffset;", p, plus("i", p));
        }
        for (int p = 0; p < pixels; p++) {
            for (int v = 0; v < vectors; v++) {
                line(s, 2, "FloatVector %s = FloatVector.fromArray(SPECIES, init, %s);", sum(p, v),
                        plus("i" + p, v, "L"));
            }
        }
    }

    private void loop(StringBuilder s) {
        boolean places = counter == Counter.PLACES;
        if (places) {
            line(s, 2, "int end = x + inputs;");
            for (int n = 1; n < unrolled; n++) {
                line(s, 2, "int end%d = end - %d;", n, n);
            }
            line(s, 2, "int q = weights;");
        }
        String last = unrolled > 1 && !places ? " - " + (unrolled - 1) : "";
        String next = unrolled > 1 ? "k += " + unrolled : "k++";
        line(s, 2, places ? "for (int k = x; k < end%s; %s) {" : "for (int k = 0; k < inputs%s; %s) {", last, next);
        for (int n = 0; n < unrolled; n++) {
            if (places && n > 0) {
                line(s, 3, "if (k == end%d) {", n);
                line(s, 4, "break;");
                line(s, 3, "}");
            }
            String input = plus(places ? "k" : "x + k", n);
            String weight = places ? "q" : vectors == 1 ? "weights + k * L" : "weights + k * (" + vectors + " * L)";
            if (order == Order.WEIGHTS_FIRST) {
                for (int v = 0; v < vectors; v++) {
                    weights(s, v, n, weight);
                }
                for (int p = 0; p < pixels; p++) {
                    broadcast(s, p, n, input);
                    for (int v = 0; v < vectors; v++) {
                        product(s, p, v, n);
                    }
                }
            } else {
                for (int p = 0; p < pixels; p++) {
                    broadcast(s, p, n, input);
                }
                for (int v = 0; v < vectors; v++) {
                    weights(s, v, n, weight);
                    for (int p = 0; p < pixels; p++) {
                        product(s, p, v, n);
                    }
                }
            }
        }
        if (places) {
            line(s, 3, unrolled * vectors == 1 ? "q += L;" : "q += %d * L;", unrolled * vectors);
        }
        line(s, 2, "}");
    }

    private void weights(StringBuilder s, int v, int n, String weight) {
        line(s, 3, "FloatVector w%s = FloatVector.fromArray(SPECIES, w, %s);", value(v, n),
                plus(weight, n * vectors + v, "L"));
    }

    private void broadcast(StringBuilder s, int p, int n, String input) {
        line(s, 3, "FloatVector y%s = FloatVector.broadcast(SPECIES, in[%s]);", value(p, n), plus(input, p, "STRIDE"));
    }

    private void product(StringBuilder s, int p, int v, int n) {
        line(s, 3, "%1$s = y%2$s.fma(w%3$s, %1$s);", sum(p, v), value(p, n), value(v, n));
    }

    private void ends(StringBuilder s) {
        for (int p = 0; p < pixels; p++) {
            line(s, 2, "int o%d = outBase[%s] + outOffset;", p, plus("o", p));
        }
        if (counter == Counter.INPUTS) {
            line(s, 2, "FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0f : Float.NEGATIVE_INFINITY);");
            stores(s, 2, "%s.blend(least, %1$s.compare(LT, least))");
            return;
        }
        line(s, 2, "if (relu) {");
        stores(s, 3, "%s.blend(0f, %1$s.compare(LT, 0f))");
        line(s, 2, "} else {");
        stores(s, 3, "%s");
        line(s, 2, "}");
    }

    private void stores(StringBuilder s, int depth, String value) {
        for (int p = 0; p < pixels; p++) {
            for (int v = 0; v < vectors; v++) {
                line(s, depth, value.formatted(sum(p, v)) + ".intoArray(out, %s);", plus("o" + p, v, "L"));
            }
        }
    }

    private String sum(int p, int v) {
        return "a" + p + (vectors == 1 ? "" : LETTERS.charAt(v));
    }

    private String value(int index, int n) {
        return index + (unrolled == 1 ? "" : "_" + n);
    }

    private static String plus(String base, int number) {
        return number == 0 ? base : base + " + " + number;
    }

    private static String plus(String base, int number, String unit) {
        return number == 0 ? base : base + " + " + (number == 1 ? unit : number + " * " + unit);
    }

    // The annotation that is asked for would be a dependency on Error Prone
    @SuppressWarnings("AnnotateFormatMethod")
    private static void line(StringBuilder s, int depth, String format, Object... values) {
        s.repeat("    ", depth).append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
