package io.deltaframe.shell.command.checkpoint;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint with two sets of weights: {@code net}, all of them 2, and {@code ema}, all of them 3. */
final class TwoSets {

    private TwoSets() { }

    static Path write(Path file) throws IOException {
        List<String> header = new ArrayList<>();
        List<TensorInfo> tensors = List.copyOf(
                new SyntheticCheckpoint(new Architecture(List.of(1, 1, 1, 1), 8, 5, 8)).tensors().values());
        int size = (int) tensors.stream().mapToLong(TensorInfo::elements).sum() * 4;
        ByteBuffer data = ByteBuffer.allocate(2 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (String set : List.of("ema", "net")) {
            for (TensorInfo tensor : tensors) {
                int begin = data.position();
                for (long i = 0; i < tensor.elements(); i++) {
                    data.putFloat(set.equals("net") ? 2 : 3);
                }
                header.add("\"%s.%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%s,%s]}".formatted(set,
                        tensor.key(), tensor.shape(), Integer.toString(begin), Integer.toString(data.position())));
            }
        }
        byte[] json = ("{" + String.join(",", header) + "}").getBytes(StandardCharsets.UTF_8);
        return Files.write(file, ByteBuffer.allocate(8 + json.length + data.capacity()).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length).put(json).put(data.array()).array());
    }
}
