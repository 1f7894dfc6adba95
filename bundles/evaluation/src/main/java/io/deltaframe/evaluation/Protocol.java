package io.deltaframe.evaluation;

import io.deltaframe.api.ModelInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the numbers of an evaluation depend on. Results of one protocol can be continued and compared; the order
 * of the videos' decoding, the number of workers and the machine are no part of it.
 *
 * @param list       of videos, and where they are
 * @param firstLabel what the list calls the first class
 * @param clips      clips a video, at least 1
 * @param crops      crops a clip, 1 or 3
 * @param scoring    how an ensemble's scores are combined; {@code softmax-mean} for one model
 * @param model      that is evaluated
 * @param engine     it runs on
 * @param software   version of the software
 */
public record Protocol(VideoList list, int firstLabel, int clips, int crops, String scoring, ModelInfo model,
        String engine, String software) {

    /** {@return the models: those of an ensemble, or the one} */
    List<ModelInfo> models() {
        return model.members().isEmpty() ? List.of(model) : model.members();
    }

    /** {@return what must be the same for results to be continued, in words and numbers} */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("list", list.name());
        settings.put("list.sha256", list.sha256());
        settings.put("list.videos", Integer.toString(list.videos().size()));
        settings.put("first-label", Integer.toString(firstLabel));
        settings.put("root", list.root().folder().toString());
        settings.put("root.dropped", Integer.toString(list.root().dropped()));
        settings.put("clips", Integer.toString(clips));
        settings.put("crops", Integer.toString(crops));
        settings.put("scoring", scoring);
        settings.put("engine", engine);
        settings.put("software", software);
        settings.put("classes", Integer.toString(model.labels().size()));
        settings.put("labels.sha256", Sha256.of(String.join("\n", model.labels()).getBytes(StandardCharsets.UTF_8)));
        List<ModelInfo> models = models();
        for (int i = 0; i < models.size(); i++) {
            ModelInfo member = models.get(i);
            String prefix = "model." + (i + 1) + ".";
            settings.put(prefix + "sha256", member.sha256());
            settings.put(prefix + "segments", Integer.toString(member.segments()));
            settings.put(prefix + "input-size", Integer.toString(member.inputSize()));
            settings.put(prefix + "resize-short-side", Integer.toString(member.resizeShortSide()));
        }
        return settings;
    }

    /** {@return what differs from the settings of earlier results; empty if they can be continued} */
    List<String> differences(Map<String, String> earlier) {
        Map<String, String> now = settings();
        // The same list may lie elsewhere
        List<String> keys = new ArrayList<>(now.keySet());
        earlier.keySet().stream().filter(key -> !now.containsKey(key)).forEach(keys::add);
        keys.remove("list");
        return keys.stream().filter(key -> !String.valueOf(earlier.get(key)).equals(String.valueOf(now.get(key))))
                .map(key -> key + " was " + earlier.get(key) + " and is " + now.get(key)).toList();
    }
}
