package io.deltaframe.tdn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the architecture off a checkpoint's keys and shapes. */
public final class Architectures {

    /** Segments of a clip where neither the caller nor the checkpoint says. */
    public static final int DEFAULT_SEGMENTS = 8;

    /** Far beyond any clip; keeps a file from asking for the memory of a million segments. */
    private static final int MAX_SEGMENTS = 1024;
    private static final int MAX_WIDTH = 1 << 16;
    /** The nearest key is looked for in so many faults: it takes a while, and nobody reads more. */
    private static final int HINTED = 3;
    private static final String STEM = "base_model.conv1.weight";
    private static final String HEAD = "new_fc.weight";
    private static final Pattern BLOCK = Pattern.compile("base_model\\.layer([1-4])_bak\\.(\\d{1,5})\\..*");

    private static final Pattern SHARD = Pattern.compile("-\\d{5}-of-\\d{5}\\.");

    private Architectures() { }

    /**
     * Reads depths, width and classes off the tensors and checks that everything a {@link NetworkPlan} reads is there,
     * in the right shape and of a floating-point type. {@code conv1_temp}, which the released code has and does not
     * use, and the counters of batch normalisation are ignored, and so are keys no plan reads ({@link #unknownKeys}).
     *
     * @param checkpoint an open checkpoint; its weights are not read
     * @param segments   segments a clip, or 0 for the checkpoint's metadata {@code segments} and
     *                   {@value #DEFAULT_SEGMENTS} where it has none
     * @return the architecture
     * @throws CheckpointException      if the checkpoint is not a TDN's; the message names the first key that is
     *                                  missing or wrong
     * @throws IllegalArgumentException if {@code segments} is negative
     */
    public static Architecture detect(Checkpoint checkpoint, int segments) throws CheckpointException {
        Architecture architecture = outline(checkpoint, segments);
        List<String> faults = faults(checkpoint, architecture);
        if (!faults.isEmpty()) {
            int more = faults.size() - 1;
            throw error(checkpoint, faults.getFirst()
                    + (more == 0 ? "" : " (and " + more + " more keys missing or wrong)"));
        }
        return architecture;
    }

    /**
     * Reads depths, width and classes off those tensors that tell them, whatever becomes of the others: {@link #faults}
     * says what is wrong with those.
     *
     * @param checkpoint an open checkpoint; its weights are not read
     * @param segments   as {@link #detect} takes it
     * @return the architecture
     * @throws CheckpointException      if the stem, the head, a stage or a block in the middle of one is missing
     * @throws IllegalArgumentException if {@code segments} is negative
     */
    public static Architecture outline(Checkpoint checkpoint, int segments) throws CheckpointException {
        if (segments < 0) {
            throw new IllegalArgumentException("segments must be positive, or 0 for the checkpoint's, but is "
                    + segments);
        }
        TensorInfo stem = tensor(checkpoint, STEM);
        if (stem.shape().size() != 4 || !stem.shape().subList(1, 4).equals(List.of(3, 7, 7))) {
            throw error(checkpoint, STEM + ": expected shape [width, 3, 7, 7], found " + stem.shape());
        }
        int width = stem.shape().getFirst();
        if (width < 8 || width % 4 != 0 || width > MAX_WIDTH) {
            throw error(checkpoint, STEM + ": expected a width that is a multiple of 4 from 8 to " + MAX_WIDTH
                    + ", found " + width);
        }
        TensorInfo head = tensor(checkpoint, HEAD);
        if (head.shape().size() != 2 || head.shape().getFirst() < 1) {
            throw error(checkpoint, HEAD + ": expected shape [classes, " + 32 * width + "], found " + head.shape());
        }
        return new Architecture(depths(checkpoint), width, head.shape().getFirst(),
                segments > 0 ? segments : storedSegments(checkpoint));
    }

    /**
     * {@return what keeps an architecture's plan from reading the checkpoint, one sentence a key: missing, of the wrong
     * shape or type, or there although the released code has none; empty for a sound checkpoint}
     *
     * @param checkpoint   an open checkpoint; its weights are not read
     * @param architecture as {@link #outline} found it
     */
    public static List<String> faults(Checkpoint checkpoint, Architecture architecture) {
        ParameterShapes shapes = ParameterShapes.of(architecture);
        Map<String, TensorInfo> tensors = checkpoint.tensors();
        List<String> unknown = unknownKeys(checkpoint, architecture);
        List<String> faults = new ArrayList<>();
        shapes.required().forEach((key, shape) -> {
            TensorInfo found = tensors.get(key);
            if (found == null) {
                faults.add(key + ": expected shape " + shape + ", found no such key" + (faults.size() < HINTED
                        ? KeyHints.nearest(unknown, key).map(near -> " but " + KeyHints.shown(near)).orElse("") : ""));
            } else {
                compare(found, shape, faults);
            }
            // The released code has these without bias, so that a plan would leave it out of the sum
            String bias = key.replaceFirst("\\.weight$", ".bias");
            if ((key.endsWith(".mse.conv2.weight") || key.endsWith(".shift.conv.weight"))
                    && tensors.containsKey(bias)) {
                faults.add(bias + ": expected no such key, found shape " + tensors.get(bias).shape());
            }
        });
        shapes.optional().forEach((key, shape) -> {
            TensorInfo found = tensors.get(key);
            if (found != null) {
                compare(found, shape, faults);
            }
        });
        return faults;
    }

    /**
     * {@return keys of the checkpoint that no plan of the architecture reads, in the order of the file;
     * {@code conv1_temp} and the counters of batch normalisation, which belong to the released code, are left out}
     *
     * @param checkpoint   an open checkpoint
     * @param architecture as {@link #detect} found it
     */
    public static List<String> unknownKeys(Checkpoint checkpoint, Architecture architecture) {
        Set<String> known = Set.copyOf(keys(checkpoint, architecture));
        return checkpoint.tensors().keySet().stream().filter(key -> !known.contains(key))
                .filter(key -> !key.startsWith("base_model.conv1_temp.") && !key.endsWith(".num_batches_tracked"))
                .toList();
    }

    /**
     * {@return keys of the checkpoint that a plan of the architecture reads, what must be there first}
     *
     * @param checkpoint   an open checkpoint
     * @param architecture as {@link #detect} found it
     */
    public static List<String> keys(Checkpoint checkpoint, Architecture architecture) {
        ParameterShapes shapes = ParameterShapes.of(architecture);
        return Stream.concat(shapes.required().keySet().stream(), shapes.optional().keySet().stream())
                .filter(checkpoint.tensors()::containsKey).toList();
    }

    /**
     * {@return what keeps a network from being loaded although its keys are all there, one line a tensor: numbers that
     * are not finite, convolutions, a head or variances of zeros, negative variances, or bytes that cannot be read;
     * empty for sound weights}
     *
     * @param checkpoint   an open checkpoint, whose weights are read
     * @param architecture as {@link #detect} found it
     */
    public static List<String> weightFaults(Checkpoint checkpoint, Architecture architecture) {
        List<String> faults = new ArrayList<>();
        for (String key : keys(checkpoint, architecture)) {
            try {
                if (key.equals(HEAD)) {
                    WeightChecks.head(checkpoint, key);
                } else if (key.endsWith(".running_var")) {
                    WeightChecks.variances(checkpoint, key);
                } else if (checkpoint.tensors().get(key).shape().size() > 1) {
                    WeightChecks.convolution(checkpoint, key);
                } else {
                    checkpoint.read(key);
                }
            } catch (CheckpointException e) {
                faults.add(e.getMessage());
            }
        }
        return faults;
    }

    private static List<Integer> depths(Checkpoint checkpoint) throws CheckpointException {
        List<BitSet> blocks = List.of(new BitSet(), new BitSet(), new BitSet(), new BitSet());
        for (String key : checkpoint.tensors().keySet()) {
            Matcher matcher = BLOCK.matcher(key);
            if (matcher.matches()) {
                blocks.get(Integer.parseInt(matcher.group(1)) - 1).set(Integer.parseInt(matcher.group(2)));
            }
        }
        List<Integer> depths = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            int depth = blocks.get(s).nextClearBit(0);
            if (depth == 0 || blocks.get(s).length() > depth) {
                String key = "base_model.layer" + (s + 1) + "_bak." + depth + ".conv1.weight";
                throw error(checkpoint, "expected key " + key + ", found none" + (depth == 0
                        ? KeyHints.nearest(checkpoint.tensors().keySet(), key)
                                .filter(near -> !BLOCK.matcher(near).matches())
                                .map(near -> "; the nearest is " + KeyHints.shown(near) + ": another network")
                                .orElse("")
                        : " but one of block " + (blocks.get(s).length() - 1)));
            }
            depths.add(depth);
        }
        return depths;
    }

    private static int storedSegments(Checkpoint checkpoint) throws CheckpointException {
        String text = checkpoint.metadata().get("segments");
        if (text == null) {
            return DEFAULT_SEGMENTS;
        }
        if (text.matches("\\d{1,4}")) {
            int segments = Integer.parseInt(text);
            if (segments >= 1 && segments <= MAX_SEGMENTS) {
                return segments;
            }
        }
        throw error(checkpoint, "metadata segments: expected a number from 1 to " + MAX_SEGMENTS + ", found '"
                + KeyHints.shown(text) + "'");
    }

    private static void compare(TensorInfo found, List<Integer> shape, List<String> faults) {
        if (!found.shape().equals(shape)) {
            faults.add(found.key() + ": expected shape " + shape + ", found " + found.shape());
        } else if (!found.type().isFloatingPoint()) {
            faults.add(found.key() + ": expected a floating-point type, found " + found.type()
                    + ": convert the weights to float16 or float32");
        }
    }

    private static TensorInfo tensor(Checkpoint checkpoint, String key) throws CheckpointException {
        TensorInfo tensor = checkpoint.tensors().get(key);
        if (tensor == null) {
            throw error(checkpoint, "expected a TDN with the key " + key + ", found no such key among "
                    + checkpoint.tensors().size() + " tensors" + KeyHints.about(checkpoint.tensors().keySet(), key)
                    + heads(checkpoint, key) + shard(checkpoint));
        }
        return tensor;
    }

    /** A head under a name that nobody knows is a matrix beside the convolutions; there may be several. */
    private static String heads(Checkpoint checkpoint, String key) {
        if (!key.equals(HEAD)) {
            return "";
        }
        List<String> matrices = checkpoint.tensors().values().stream().filter(tensor -> tensor.shape().size() == 2)
                .limit(3).map(tensor -> KeyHints.shown(tensor.key()) + " " + tensor.shape()).toList();
        return matrices.isEmpty() ? "; it has no matrix that could be the head"
                : "; could be the head: " + String.join(", ", matrices);
    }

    private static String shard(Checkpoint checkpoint) {
        return SHARD.matcher(checkpoint.name()).find()
                ? "; the file is one of several (shards): put the tensors of all of them into one file" : "";
    }

    private static CheckpointException error(Checkpoint checkpoint, String message) {
        return new CheckpointException(checkpoint.name() + ": " + message);
    }
}
