package io.deltaframe.tornado.program;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.HashMap;
import java.util.Map;

/** The programs of a network for one size of frames, made when first wanted. For one thread at a time. */
public final class SizedPrograms {

    private final NetworkWeights network;
    private final GraphShapes graphs;
    private final int height;
    private final int width;
    private final int clipsAtOnce;
    private final boolean tapped;
    private final EncodeProgram fullEncode;
    private final ClassifyProgram fullClassify;
    private final Map<Integer, EncodeProgram> encode = new HashMap<>();
    private final Map<Integer, ClassifyProgram> classify = new HashMap<>();

    /**
     * Lays the maps out.
     *
     * @param network     weights
     * @param graphs      where programs find their graphs
     * @param height      rows of a frame
     * @param width       columns of a frame
     * @param clipsAtOnce clips that maps have room for
     * @param tapped      whether somebody wants to see intermediate results
     */
    public SizedPrograms(NetworkWeights network, GraphShapes graphs, int height, int width, int clipsAtOnce,
            boolean tapped) {
        this.network = network;
        this.graphs = graphs;
        this.height = height;
        this.width = width;
        this.clipsAtOnce = clipsAtOnce;
        this.tapped = tapped;
        this.fullEncode = makeEncode(segmentsAtOnce());
        this.fullClassify = makeClassify(clipsAtOnce);
        encode.put(segmentsAtOnce(), fullEncode);
        classify.put(clipsAtOnce, fullClassify);
    }

    public boolean isFor(int rows, int columns) {
        return height == rows && width == columns;
    }

    /** {@return bytes of a segment} */
    public int segmentBytes() {
        return segmentBytes(height, width);
    }

    public static int segmentBytes(int height, int width) {
        return Math.multiplyExact(3 * Architecture.FRAMES_PER_SEGMENT, Math.multiplyExact(height, width));
    }

    /** {@return floats an encoded segment of frames of a size takes} */
    public static int featureFloats(Architecture architecture, int height, int width) {
        return Math.multiplyExact(4 * architecture.width(), Math.multiplyExact(quarter(height), quarter(width)));
    }

    /** Stem and max pool each take {@code (size - 1) / 2 + 1}. */
    private static int quarter(int size) {
        return ((size - 1) / 2) / 2 + 1;
    }

    /** {@return segments that are encoded at once, at most} */
    public int segmentsAtOnce() {
        return Math.multiplyExact(clipsAtOnce, network.architecture().segments());
    }

    /** {@return clips that are classified at once, at most} */
    public int clipsAtOnce() {
        return clipsAtOnce;
    }

    public EncodeProgram encode(int segments) {
        return encode.computeIfAbsent(segments, this::makeEncode);
    }

    public ClassifyProgram classify(int clips) {
        return classify.computeIfAbsent(clips, this::makeClassify);
    }

    private EncodeProgram makeEncode(int segments) {
        return new EncodeProgram(network, graphs, height, width, segmentsAtOnce(), segments, tapped);
    }

    private ClassifyProgram makeClassify(int clips) {
        return new ClassifyProgram(network, graphs, fullEncode.end(), quarter(height), quarter(width), clipsAtOnce,
                clips, tapped);
    }

    /** {@return floats the maps take, from position 0 on} */
    public int floats() {
        return fullClassify.end();
    }

    /** {@return ints the longest table takes} */
    public int tableInts() {
        int longest = fullEncode.inputs().getFirst().table().length;
        for (DeviceProgram.Entry entry : fullEncode.entries()) {
            longest = Math.max(longest, entry.launch().table().length);
        }
        for (DeviceProgram.Entry entry : fullClassify.entries()) {
            longest = Math.max(longest, entry.launch().table().length);
        }
        return longest;
    }
}
