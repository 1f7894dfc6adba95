package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What is missing in a stream, seen by what its container says and by the packets that came: fewer frames than are
 * announced, an end before the length, gaps in the time stamps.
 *
 * <p>For one thread at a time.
 */
final class Losses {

    /** Headers of AVI files are known to count one frame too many. */
    private static final int AVI_TOLERANCE = 1;

    private final AVFormatContext context;
    private final AVStream stream;
    private final boolean avi;
    private final TimeGaps gaps;
    private long withoutFrame;
    private long endMicros;

    Losses(AVFormatContext context, AVStream stream, boolean avi) {
        this.context = context;
        this.stream = stream;
        this.avi = avi;
        this.gaps = new TimeGaps(Demuxer.quotient(stream.time_base()));
    }

    /** Takes note of a packet of any stream. */
    void note(AVPacket packet) {
        AVStream of = context.streams(packet.stream_index());
        long time = packet.pts() != AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        if (time != AV_NOPTS_VALUE) {
            double end = (time + packet.duration()) * Demuxer.quotient(of.time_base()) * AV_TIME_BASE;
            endMicros = Math.max(endMicros, Math.round(end));
        }
        if (packet.stream_index() == stream.index()) {
            if (packet.size() == 0 || (packet.flags() & AV_PKT_FLAG_DISCARD) != 0) {
                withoutFrame++;
            }
            // Decoding times ascend; presentation times do not where frames are reordered.
            if (packet.dts() != AV_NOPTS_VALUE) {
                gaps.add(packet.dts());
            }
        }
    }

    /**
     * {@return the losses so far, in words}
     *
     * @param frames number of frames that were decoded
     */
    List<String> inWords(long frames) {
        List<String> words = new ArrayList<>();
        long promised = promised();
        if (promised > frames) {
            words.add("the container announces " + promised + " frames, " + frames + " can be decoded");
        } else {
            words.add(shortfall());
        }
        // A table of samples, as MP4 has one, is whole or is not there: what stands apart in it is meant to. AVI has no
        // times but counts chunks: where some are lost it ends early, and empty ones make a pause.
        if (promised < 0 && !avi) {
            words.add(gaps.inWords());
        }
        words.removeIf(String::isEmpty);
        return words;
    }

    /**
     * {@return number of frames that must have come by the end of a sound file, -1 where the container does not tell}
     * Packets outside of the part that is to be shown bring none. AVI is not held to its word: it also counts the times
     * a frame stays.
     */
    private long promised() {
        return stream.nb_frames() > 0 && !avi ? stream.nb_frames() - withoutFrame : -1;
    }

    private String shortfall() {
        String seconds = secondsMissing();
        return seconds.isEmpty() && avi ? aviFramesMissing() : seconds;
    }

    /** The header's length against the end of the last packet, by more than half a second and a fiftieth. */
    private String secondsMissing() {
        if (context.duration() == AV_NOPTS_VALUE || context.duration_estimation_method() != AVFMT_DURATION_FROM_STREAM
                || endMicros == 0) {
            return "";
        }
        long start = context.start_time() == AV_NOPTS_VALUE ? 0 : context.start_time();
        long read = endMicros - start;
        if (context.duration() - read < AV_TIME_BASE / 2 + context.duration() / 50) {
            return "";
        }
        return String.format(Locale.ROOT, "the file ends after %.1f s of %.1f s", read / 1e6, context.duration() / 1e6);
    }

    /** AVI tells its length in ticks, and every packet, an empty one too, takes the same number of them. */
    private String aviFramesMissing() {
        long regular = gaps.regular();
        if (regular == 0) {
            return "";
        }
        long announced = Math.ceilDiv(stream.nb_frames(), regular);
        long found = gaps.last() / regular + 1;
        return announced - found <= AVI_TOLERANCE ? "" : "about " + (announced - found)
                + " frames are missing: the container announces " + announced + ", and ends after " + found;
    }
}
