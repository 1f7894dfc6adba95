package io.deltaframe.video.decode;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.demux.Orientation;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One pass over the decoded pictures of a video, in presentation order. For one thread at a time. */
public interface PicturePass extends AutoCloseable {

    /**
     * Decodes on.
     *
     * @return the next picture, valid until the next call; null at the end
     * @throws VideoException if reading fails for another reason than damaged content
     */
    AVFrame next() throws VideoException;

    /** {@return time of the picture {@link #next} gave last, in microseconds from the first picture} */
    long timestampMicros();

    /** {@return how the picture {@link #next} gave last is turned to be upright} */
    Orientation orientation();

    /** {@return nanoseconds the decoder worked for the picture {@link #next} gave last; 0 where that is not known} */
    default long decodeNanos() {
        return 0;
    }

    /** {@return damage passed over in this pass so far, in words} */
    List<String> warnings();

    @Override
    void close();
}
