package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.demux.Demuxer;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.Orientation;
import io.deltaframe.video.natives.FfmpegError;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;

/**
 * A pass over the video stream of a container. Frames come out of the decoder in presentation order; those it still
 * holds at the end of the file are flushed. Owns the demuxer.
 */
final class ContainerPass implements PicturePass {

    /** Errors in a row without a frame or a packet between them, after which a decoder is taken to be stuck. */
    private static final int MAX_ERRORS_IN_A_ROW = 1024;
    /** Of threads asked for as "one a processor": more bring nothing to a decoder and cost a picture of memory each. */
    private static final int MAX_AUTOMATIC_THREADS = 16;
    private static final int DEFAULT_RATE = 25;

    private final Location location;
    private final Demuxer demuxer;
    private final int codecId;
    private final boolean isPicture;
    private final AVCodecContext decoder;
    private final AVFrame frame = av_frame_alloc();
    private final double microsPerTick;
    private final double microsPerFrame;
    private AVFrame peeked;
    private Orientation orientation;
    private boolean draining;
    private boolean closed;
    private int frames;
    private long decodeNanos;
    private long firstTimestamp = AV_NOPTS_VALUE;

    private int undecodable;
    private String undecodableReason = "";
    private int markedPackets;
    private int damagedFrames;

    /**
     * @param demuxer at its first packet; closed with this, or when this fails
     * @param threads at least 1; 0 for one a processor
     */
    ContainerPass(Location location, Demuxer demuxer, int threads) throws VideoException {
        this.location = location;
        this.demuxer = demuxer;
        double timeBase = (double) demuxer.stream().time_base().num() / demuxer.stream().time_base().den();
        this.microsPerTick = 1e6 * timeBase;
        this.microsPerFrame = 1e6 / (demuxer.frameRate() > 0 ? demuxer.frameRate() : DEFAULT_RATE);
        this.orientation = demuxer.orientation();
        this.codecId = demuxer.stream().codecpar().codec_id();
        this.isPicture = StillPicture.isToBeLookedAt(codecId);
        AVCodec codec = avcodec_find_decoder(codecId);
        this.decoder = avcodec_alloc_context3(codec);
        boolean opened = false;
        try {
            if (decoder == null) {
                throw location.failure("no memory for the decoder of codec " + codecName());
            }
            open(codec, threads);
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private void open(AVCodec codec, int threads) throws VideoException {
        int code = avcodec_parameters_to_context(decoder, demuxer.stream().codecpar());
        if (code >= 0) {
            decoder.pkt_timebase(demuxer.stream().time_base());
            decoder.thread_count(threads > 0 ? threads : Math.min(MAX_AUTOMATIC_THREADS,
                    Runtime.getRuntime().availableProcessors()));
            decoder.max_pixels(RgbConverter.MAX_PIXELS);
            // Else a codec's own cropping on the left is rounded to what vector code likes.
            decoder.flags(decoder.flags() | AV_CODEC_FLAG_UNALIGNED);
            code = avcodec_open2(decoder, codec, (AVDictionary) null);
        }
        if (code < 0) {
            throw location.failure("the decoder for codec " + codecName() + " does not start: "
                    + FfmpegError.text(code));
        }
    }

    private String codecName() {
        return avcodec_get_name(codecId).getString();
    }

    /** Decodes the first picture ahead; the first call of {@link #next} gives it. */
    AVFrame peek() throws VideoException {
        peeked = next();
        return peeked;
    }

    @Override
    public AVFrame next() throws VideoException {
        if (peeked != null) {
            AVFrame first = peeked;
            peeked = null;
            return first;
        }
        int errors = 0;
        decodeNanos = 0;
        while (true) {
            long begin = System.nanoTime();
            int code = avcodec_receive_frame(decoder, frame);
            decodeNanos += System.nanoTime() - begin;
            if (code >= 0) {
                note();
                return frame;
            }
            if (code == AVERROR_EOF()) {
                return null;
            }
            if (code == AVERROR_EAGAIN()) {
                if (!feed()) {
                    return null;
                }
                continue;
            }
            noteUndecodable(code);
            if (++errors == MAX_ERRORS_IN_A_ROW) {
                return null;
            }
        }
    }

    /** {@return whether the decoder got something to work on: a packet, or the word that there are no more} */
    private boolean feed() throws VideoException {
        if (draining) {
            return false;
        }
        AVPacket packet = demuxer.next();
        if (packet != null && (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
            markedPackets++;
        }
        draining = packet == null;
        if (packet != null && isPicture && !prepare(packet)) {
            return true;
        }
        long begin = System.nanoTime();
        int code = avcodec_send_packet(decoder, packet);
        decodeNanos += System.nanoTime() - begin;
        if (code < 0 && !draining) {
            noteUndecodable(code);
        }
        return true;
    }

    /** {@return whether the decoder makes something of a picture} */
    private boolean prepare(AVPacket packet) throws VideoException {
        byte[] file = new byte[packet.size()];
        packet.data().get(file);
        if (StillPicture.isAnimated(codecId, file)) {
            throw location.failure(StillPicture.ANIMATED);
        }
        String reason = StillPicture.notDecoded(codecId, file);
        if (reason != null) {
            undecodable++;
            undecodableReason = reason;
            return false;
        }
        StillPicture.orient(codecId, packet, file);
        return true;
    }

    private void note() {
        if ((frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
            damagedFrames++;
        }
        if (firstTimestamp == AV_NOPTS_VALUE) {
            firstTimestamp = frame.best_effort_timestamp();
        }
        Orientation stated = orientation(frame);
        orientation = stated == null ? orientation : stated;
        demuxer.crop().apply(frame);
        frames++;
    }

    private void noteUndecodable(int code) throws VideoException {
        if (code == AVERROR_ENOMEM()) {
            throw location.failure("no memory for decoding: " + FfmpegError.text(code));
        }
        undecodable++;
        undecodableReason = FfmpegError.text(code);
    }

    @Override
    public long timestampMicros() {
        long timestamp = frame.best_effort_timestamp();
        return timestamp == AV_NOPTS_VALUE || firstTimestamp == AV_NOPTS_VALUE
                ? Math.round((frames - 1) * microsPerFrame) : Math.round((timestamp - firstTimestamp) * microsPerTick);
    }

    @Override
    public long decodeNanos() {
        return decodeNanos;
    }

    /**
     * As the ffmpeg program has it, what a frame says holds for those after it too: an H.264 encoder may write its
     * orientation into the first frame only.
     */
    @Override
    public Orientation orientation() {
        return orientation;
    }

    /**
     * {@return what a frame says: that of its container, of JPEG's EXIF, of H.264's and HEVC's orientation messages;
     * null for nothing}
     */
    private static Orientation orientation(AVFrame frame) {
        AVFrameSideData matrix = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        return matrix == null || matrix.size() < 9 * Integer.BYTES ? null
                : Orientation.of(new IntPointer(matrix.data()));
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (undecodable > 0) {
            warnings.add(undecodable + (undecodable == 1 ? " damaged packet" : " damaged packets")
                    + " could not be decoded (" + undecodableReason + ")");
        }
        if (markedPackets > 0) {
            warnings.add(markedPackets + (markedPackets == 1 ? " packet is incomplete or fails"
                    : " packets are incomplete or fail") + " the container's check");
        }
        if (damagedFrames > 0) {
            warnings.add(damagedFrames + (damagedFrames == 1 ? " frame was" : " frames were")
                    + " decoded from damaged data, the faults concealed");
        }
        if (!demuxer.readError().isEmpty()) {
            warnings.add("reading ended early: " + demuxer.readError());
        }
        warnings.addAll(demuxer.losses(frames));
        return warnings;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (decoder != null) {
                avcodec_free_context(decoder);
            }
            av_frame_free(frame);
            demuxer.close();
        }
    }
}
