package io.deltaframe.live.evidence;

import io.deltaframe.api.live.ActionEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An event as one line of JSON. */
final class EventJson {

    private EventJson() { }

    /**
     * {@return the line, with its line feed}
     *
     * @param event as it is known
     * @param files by what they show; times of pictures and clip in seconds of stream time
     */
    static String of(ActionEvent event, Map<String, Object> files) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", event.id());
        values.put("camera", event.session());
        values.put("label", event.label());
        values.put("score", event.score());
        values.put("start", seconds(event.start()));
        values.put("end", seconds(event.end()));
        values.put("wall", event.wallStart().toString());
        values.put("wall_end", event.wallEnd().toString());
        values.put("peak", event.peakScore());
        values.put("peak_at", seconds(event.peak()));
        values.put("model", event.startModel().name());
        values.put("version", event.startModel().version());
        values.put("end_model", event.endModel().name());
        values.put("end_version", event.endModel().version());
        values.put("epoch", event.epoch());
        values.put("ending", event.ending().name());
        values.put("reason", event.reason());
        values.putAll(files);
        StringBuilder line = new StringBuilder();
        values.forEach((key, value) -> line.append(line.isEmpty() ? '{' : ',').append('"').append(key).append("\":")
                .append(value instanceof Number ? value.toString() : quoted(value.toString())));
        return line.append("}\n").toString();
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
