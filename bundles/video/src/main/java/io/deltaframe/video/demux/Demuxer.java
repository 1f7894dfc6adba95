package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.video.natives.FfmpegError;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * An open container and the packets of its video stream. A cover picture in an audio file is not a video.
 *
 * <p>For one thread at a time.
 */
public final class Demuxer implements AutoCloseable {

    /** Errors in a row after which a damaged file counts as ended. Some demuxers find their way again after a few. */
    private static final int MAX_ERRORS_IN_A_ROW = 64;
    private static final double SHORTEST_FRAME_SECONDS = 1 / 300.0;

    private final Location location;
    private final BooleanSupplier closed;
    private final AVFormatContext context;
    private final NetworkWatch.Watch watch;
    private AVPacket packet = av_packet_alloc();
    private AVStream stream;
    private Orientation orientation = Orientation.UPRIGHT;
    private Crop crop = Crop.NONE;
    private String readError = "";
    private Losses losses;

    /**
     * Opens a file or URL and looks for its video stream.
     *
     * @param closed  true when opening and reading make no sense any more
     * @param options with the longest waits, which are not zero, and the transport
     * @throws VideoException if it cannot be opened or has no video stream; nothing is left open
     */
    public Demuxer(Location location, NetworkWatch network, StreamOptions options, BooleanSupplier closed)
            throws VideoException {
        this.location = location;
        this.closed = closed;
        this.context = avformat_alloc_context();
        this.watch = network.over(context, options.openTimeout().toNanos(), closed);
        boolean opened = false;
        try {
            open(options);
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private void open(StreamOptions wanted) throws VideoException {
        if (location.path() != null) {
            Playlist.check(location);
        }
        AVDictionary options = new AVDictionary(null);
        // A picture's name may look like the pattern of a series, which FFmpeg would then look for.
        av_dict_set(options, "pattern_type", "none", 0);
        // Reading from these cannot be ended; a list that a server sends may name them.
        av_dict_set(options, "protocol_blacklist", "pipe,fd", 0);
        if (location.isNetwork()) {
            av_dict_set(options, "rw_timeout", Long.toString(TimeUnit.NANOSECONDS.toMicros(
                    wanted.readTimeout().toNanos())), 0);
            av_dict_set(options, "rtsp_transport", wanted.transport().name().toLowerCase(Locale.ROOT), 0);
            // More datagrams than are read in time: some are lost, not the stream
            av_dict_set(options, "overrun_nonfatal", "1", 0);
        }
        int code = avformat_open_input(context, location.address(), null, options);
        av_dict_free(options);
        if (code < 0) {
            throw openFailure(code);
        }
        if (context.iformat().name().getString().equals("tty")) {
            throw location.failure(textInstead());      // FFmpeg would draw the text
        }
        watch.restart();
        code = avformat_find_stream_info(context, (AVDictionary) null);
        if (code < 0) {
            throw location.failure(code == AVERROR_EXIT() ? exitReason("its streams cannot be made out in time")
                    : "its streams cannot be made out: " + FfmpegError.text(code));
        }
        int index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (index < 0 || StreamDiagnosis.isCover(context.streams(index))) {
            String text = Beginning.of(location, watch).text();
            throw location.failure(text != null ? text
                    : "it has no video stream" + StreamDiagnosis.instead(context, index >= 0));
        }
        stream = context.streams(index);
        String undecodable = StreamDiagnosis.undecodable(context, stream, location);
        if (undecodable != null) {
            throw location.failure(undecodable);
        }
        AVPacketSideData matrix = av_packet_side_data_get(stream.codecpar().coded_side_data(),
                stream.codecpar().nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix != null && matrix.size() >= 9 * Integer.BYTES) {
            orientation = Orientation.of(new IntPointer(matrix.data()));
        }
        crop = Crop.of(stream.codecpar());
        losses = new Losses(context, stream, isAvi());
        watch.limit(wanted.readTimeout().toNanos());
    }

    private String textInstead() {
        String text = Beginning.of(location, watch).text();
        return text != null ? text : Beginning.TEXT;
    }

    private VideoException openFailure(int code) {
        if (code == AVERROR_EXIT()) {
            return location.failure(exitReason("no answer in time"));
        }
        if (Refusal.isOfWhoAsks(code)) {
            return location.unauthorized(Refusal.reason(code, location.hasCredentials()));
        }
        String seen = code != AVERROR_INVALIDDATA() ? null : Beginning.of(location, watch).reason();
        return location.failure(seen != null ? seen
                : code == AVERROR_INVALIDDATA() ? "it is no video of a known kind, or its beginning is damaged ("
                        + FfmpegError.text(code) + ")"
                : "it cannot be opened: " + FfmpegError.text(code) + Refusal.advice(code, location));
    }

    private String exitReason(String late) {
        return closed.getAsBoolean() ? "the video was closed" : late;
    }

    private String codecName() {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    /** {@return whether the source goes on without an end that can be known, as a live playlist does} */
    public boolean isEndless() {
        return context.iformat().name().getString().equals("hls") && context.duration() == AV_NOPTS_VALUE;
    }

    /** {@return what the container wants cut off, before the picture is turned} */
    public Crop crop() {
        return crop;
    }

    public AVStream stream() {
        return stream;
    }

    public Orientation orientation() {
        return orientation;
    }

    /**
     * {@return what the container says, and of the first picture how it is turned}
     *
     * @param width       of the first picture, upright
     * @param height      of the first picture, upright
     * @param orientation of the first picture
     */
    public VideoInfo info(int width, int height, Orientation orientation) {
        long frames = announcedFrames();
        return new VideoInfo(location.given(), context.iformat().name().getString(), codecName(), width, height,
                orientation.degrees(), frameRate(), frames <= Integer.MAX_VALUE ? (int) frames : -1, durationMicros());
    }

    /**
     * {@return number of frames the container tells, -1 where it does not} AVI tells its length in ticks, which are
     * frames only where the tick is as long as a frame: of variable frame rate it says thousands a second.
     */
    long announcedFrames() {
        boolean ticks = isAvi() && quotient(stream.time_base()) < SHORTEST_FRAME_SECONDS;
        return stream.nb_frames() > 0 && !ticks ? stream.nb_frames() : -1;
    }

    private boolean isAvi() {
        return context.iformat().name().getString().equals("avi");
    }

    /** {@return average frames a second, 0 where unknown} */
    public double frameRate() {
        double average = quotient(stream.avg_frame_rate());
        return average > 0 ? average : quotient(stream.r_frame_rate());
    }

    static double quotient(AVRational rational) {
        return rational.num() <= 0 || rational.den() <= 0 ? 0 : (double) rational.num() / rational.den();
    }

    private long durationMicros() {
        if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
            return Math.round(stream.duration() * quotient(stream.time_base()) * AV_TIME_BASE);
        }
        return context.duration() != AV_NOPTS_VALUE && context.duration() > 0 ? context.duration() : -1;
    }

    /**
     * Reads on.
     *
     * @return the next packet of the video stream that is not empty, valid until the next call; null at the end
     * @throws VideoException if reading fails for another reason than damaged content
     */
    public AVPacket next() throws VideoException {
        int errors = 0;
        while (!closed.getAsBoolean()) {
            av_packet_unref(packet);
            watch.restart();
            int code = av_read_frame(context, packet);
            if (code >= 0) {
                errors = 0;
                losses.note(packet);
                // A packet without data would tell the decoder that the stream ends.
                if (packet.stream_index() == stream.index() && packet.size() > 0) {
                    if (av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, (SizeTPointer) null) != null) {
                        throw location.failure(StreamDiagnosis.ENCRYPTED);
                    }
                    return packet;
                }
            } else if (code == AVERROR_EOF()) {
                checkRead(context.pb() == null ? 0 : context.pb().error());
                return null;
            } else if (code != AVERROR_EAGAIN()) {
                checkRead(code);
                if (++errors == MAX_ERRORS_IN_A_ROW) {
                    readError = FfmpegError.text(code);
                    return null;
                }
            }
        }
        throw location.failure("the video was closed");
    }

    /**
     * Tells damage, after which reading goes on or ends, from a source that fails. Many demuxers call the end of a cut
     * file an input error.
     */
    private void checkRead(int code) throws VideoException {
        if (code == AVERROR_EXIT()) {
            throw location.failure(exitReason("no more data in time"));
        }
        if (Refusal.isOfWhoAsks(code)) {
            throw location.unauthorized(Refusal.reason(code, location.hasCredentials()));
        }
        int source = context.pb() == null ? 0 : context.pb().error();
        boolean failed = location.isNetwork() ? code < 0 && code != AVERROR_EOF() && code != AVERROR_INVALIDDATA()
                : source < 0 && source != AVERROR_EOF() && source != AVERROR_INVALIDDATA();
        if (failed) {
            throw location.failure("reading failed: " + FfmpegError.text(location.isNetwork() ? code : source));
        }
    }

    /** {@return why reading ended before the end, empty where it did not} */
    public String readError() {
        return readError;
    }

    /**
     * {@return what is missing of the stream as far as it was read, in words}
     *
     * @param frames number of frames that were decoded
     */
    public List<String> losses(long frames) {
        return losses.inWords(frames);
    }

    @Override
    public void close() {
        if (packet != null) {
            av_packet_free(packet);
            packet = null;
            avformat_close_input(context);      // knows whether it was opened; frees it in any case
            watch.close();
        }
    }
}
