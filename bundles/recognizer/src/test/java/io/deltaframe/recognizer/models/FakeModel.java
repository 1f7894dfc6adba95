package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.recognizer.lifecycle.ModelCandidate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Version;

/**
 * A model with the checkpoint of the narrow fixture network (8 segments, 11 classes), or other bytes, and small
 * pictures.
 */
public final class FakeModel implements Model {

    public static final byte[] CHECKPOINT = Fixtures.bytes("checkpoints/tiny-8f.safetensors");

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public volatile byte[] bytes;
    private final ModelInfo info;

    public FakeModel(String name, String version) {
        this(name, version, CHECKPOINT, 11);
    }

    public FakeModel(String name, String version, byte[] bytes, int labels) {
        this(name, version, bytes, ClassLabels.numbered(labels));
    }

    public FakeModel(String name, String version, List<String> labels) {
        this(name, version, CHECKPOINT, labels);
    }

    private FakeModel(String name, String version, byte[] bytes, List<String> labels) {
        this.bytes = bytes;
        this.info = new ModelInfo(name, version, "0".repeat(64), "TDN", 8, 32, 40, labels, "", "");
    }

    public ModelCandidate candidate(long id, Map<String, Object> properties) {
        return new ModelCandidate(this, info.name(), Version.parseVersion(info.version()), 0, id, properties);
    }

    public ModelCandidate candidate(int ranking, long id) {
        return new ModelCandidate(this, info.name(), Version.parseVersion(info.version()), ranking, id, Map.of());
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public SeekableByteChannel openCheckpoint() {
        opened.incrementAndGet();
        return new SeekableByteChannel() {
            private final ByteArrayChannel channel = new ByteArrayChannel(bytes);

            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public int write(ByteBuffer from) {
                return channel.write(from);
            }

            @Override
            public long position() throws IOException {
                return channel.position();
            }

            @Override
            public SeekableByteChannel position(long position) throws IOException {
                channel.position(position);
                return this;
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public SeekableByteChannel truncate(long size) {
                return channel.truncate(size);
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() {
                if (channel.isOpen()) {
                    closed.incrementAndGet();
                }
                channel.close();
            }
        };
    }
}
