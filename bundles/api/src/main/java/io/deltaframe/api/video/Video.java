package io.deltaframe.api.video;

import io.deltaframe.api.Frame;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** An open video. For one thread at a time; {@link #close} may be called by any and more than once. */
@ProviderType
public interface Video extends AutoCloseable {

    /** {@return what the container says} */
    VideoInfo info();

    /**
     * Decodes the video once from its first frame to its last and converts only the frames asked for. Where the
     * container does not tell the number of frames, or tells it wrongly, the decoder finds it and asks again, so that
     * the selection is always made for the number of frames that can really be decoded.
     *
     * @param selection chooses frames and receives them
     * @return what was decoded
     * @throws VideoException           if not one frame can be decoded, reading fails for another reason than damaged
     *                                  content, or the video was closed
     * @throws IllegalArgumentException if a frame was chosen that the video does not have
     */
    Decoded decode(FrameSelection selection) throws VideoException;

    /**
     * Frees what is open; a decoding that another thread is busy with ends with a {@link VideoException} before that.
     */
    @Override
    void close();

    /** Chooses the frames of a video that are wanted, and receives them. */
    @ConsumerType
    interface FrameSelection {

        /**
         * Chooses frames. Called at least once before the first frame is handed over; called again when the number
         * turns out to be another, and then everything handed over so far is void and all of the new choice will come.
         *
         * @param frameCount number of frames of the video, at least 1
         * @return zero-based numbers of the frames wanted, each below {@code frameCount}, in any order, repeats allowed
         */
        int[] select(int frameCount);

        /**
         * Receives one of the frames chosen. Each comes once, in ascending order, on the calling thread.
         *
         * @param index zero-based number of the frame
         * @param frame the frame, upright (rotation metadata applied)
         */
        void accept(int index, Frame frame);

        /**
         * Told now and then how far decoding is.
         *
         * @param decoded frames decoded so far
         * @param total   frames expected in all, or -1 where unknown
         */
        default void progress(int decoded, int total) { }
    }

    /**
     * What a decoding run found.
     *
     * @param frameCount frames that could be decoded, at least 1
     * @param warnings   damage that was passed over, in words; empty for a sound file
     */
    record Decoded(int frameCount, List<String> warnings) {
        /**
         * Checks the components.
         *
         * @throws NullPointerException if the list or a warning is null
         */
        public Decoded {
            warnings = List.copyOf(warnings);
        }
    }
}
