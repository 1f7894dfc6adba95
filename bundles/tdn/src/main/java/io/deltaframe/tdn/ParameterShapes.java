package io.deltaframe.tdn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys and shapes of everything {@link NetworkPlan} reads of an architecture, under the names of the released code.
 */
final class ParameterShapes {

    private final Map<String, List<Integer>> required = new LinkedHashMap<>();
    private final Map<String, List<Integer>> optional = new LinkedHashMap<>();

    private ParameterShapes() { }

    static ParameterShapes of(Architecture architecture) {
        ParameterShapes shapes = new ParameterShapes();
        int width = architecture.width();
        shapes.convolution("base_model.conv1", "base_model.bn1", 3, width, 7);
        shapes.convolution("base_model.conv1_5.0", "base_model.conv1_5.1", 12, width, 7);
        shapes.stage("base_model.resnext_layer1", width, width, architecture.depths().get(0), false);
        int channels = width;
        for (int s = 0; s < 4; s++) {
            int planes = width << s;
            shapes.stage("base_model.layer" + (s + 1) + "_bak", channels, planes, architecture.depths().get(s), s > 0);
            channels = 4 * planes;
        }
        shapes.required.put("new_fc.weight", List.of(architecture.classes(), channels));
        shapes.required.put("new_fc.bias", List.of(architecture.classes()));
        return shapes;
    }

    /** What must be there. */
    Map<String, List<Integer>> required() {
        return required;
    }

    /** Biases before a batch normalisation: the released code has them, and a network without them is as good. */
    Map<String, List<Integer>> optional() {
        return optional;
    }

    private void stage(String name, int channels, int planes, int depth, boolean longTerm) {
        for (int i = 0; i < depth; i++) {
            String block = name + "." + i;
            convolution(block + ".conv1", block + ".bn1", i == 0 ? channels : 4 * planes, planes, 1);
            if (longTerm) {
                longTerm(block, planes);
            }
            convolution(block + ".conv2", block + ".bn2", planes, planes, 3);
            convolution(block + ".conv3", block + ".bn3", planes, 4 * planes, 1);
            if (i == 0) {
                convolution(block + ".downsample.0", block + ".downsample.1", channels, 4 * planes, 1);
            }
        }
    }

    private void longTerm(String block, int channels) {
        String mse = block + ".mse";
        int squeezed = channels / 16;
        convolution(mse + ".conv1", mse + ".bn1", channels, squeezed, 1);
        required.put(mse + ".conv2.weight", List.of(squeezed, 1, 3, 3));
        convolution(mse + ".conv3_smallscale2", mse + ".bn3_smallscale2", squeezed, squeezed, 3);
        convolution(mse + ".conv3_smallscale4", mse + ".bn3_smallscale4", squeezed, squeezed, 3);
        convolution(mse + ".conv3", mse + ".bn3", squeezed, channels, 1);
        required.put(block + ".shift.conv.weight", List.of(channels, 1, 3));
    }

    private void convolution(String key, String norm, int in, int out, int kernel) {
        required.put(key + ".weight", List.of(out, in, kernel, kernel));
        optional.put(key + ".bias", List.of(out));
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            required.put(norm + "." + part, List.of(out));
        }
    }
}
