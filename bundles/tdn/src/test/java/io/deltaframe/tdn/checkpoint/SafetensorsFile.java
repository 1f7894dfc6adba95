package io.deltaframe.tdn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes safetensors for tests. */
final class SafetensorsFile {

    private SafetensorsFile() { }

    /** One-dimensional F32 tensors, in the order of the map. */
    static byte[] of(Map<String, float[]> tensors) {
        StringBuilder header = new StringBuilder("{");
        ByteBuffer data = ByteBuffer.allocate(tensors.values().stream().mapToInt(t -> 4 * t.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        tensors.forEach((key, values) -> {
            int begin = data.position();
            for (float value : values) {
                data.putFloat(value);
            }
            header.append(header.length() > 1 ? "," : "")
                    .append(tensor(key, "F32", "[" + values.length + "]", begin, data.position()));
        });
        return of(header.append('}').toString(), data.array());
    }

    static String tensor(String key, String type, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s,%s]}".formatted(key, type, shape,
                Long.toString(begin), Long.toString(end));
    }

    static byte[] of(String header, byte[] data) {
        return of(header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    /** {@code headerLength} may lie. */
    static byte[] of(long headerLength, String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength)
                .put(json)
                .put(data).array();
    }
}
