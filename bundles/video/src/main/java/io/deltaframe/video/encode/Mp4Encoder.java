package io.deltaframe.video.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;

/**
 * One file being written, by JavaCV's recorder. For one thread; {@link #close} frees everything, and deletes the file
 * unless it was finished.
 */
public final class Mp4Encoder implements AutoCloseable {

    private static final String ENCODER = "libopenh264";

    private final Path file;
    private final int width;
    private final int height;
    private final FFmpegFrameRecorder recorder;
    /**
     * Outside the heap and used again: JavaCPP would copy an array on the heap into memory that only its collector
     * frees.
     */
    private final ByteBuffer pixels;
    private long frames;
    private boolean finished;

    public Mp4Encoder(Path file, int width, int height, double frameRate, int bitRate) throws VideoException {
        this.file = file;
        this.width = width;
        this.height = height;
        this.pixels = ByteBuffer.allocateDirect(3 * width * height);
        create();
        recorder = new FFmpegFrameRecorder("file:" + file.toAbsolutePath(), width, height);
        recorder.setFormat("mp4");
        recorder.setVideoCodecName(ENCODER);
        recorder.setPixelFormat(AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(frameRate);
        recorder.setVideoBitrate(bitRate);
        recorder.setMaxBFrames(0);
        recorder.setGopSize((int) Math.clamp(Math.round(2 * frameRate), 1L, 250L));
        recorder.setImageScalingFlags(SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP);
        recorder.setVideoOption("color_range", "tv");
        recorder.setVideoOption("colorspace", "smpte170m");
        try {
            recorder.start();
        } catch (FrameRecorder.Exception e) {
            close();
            throw new VideoException(file + ": the encoder refuses " + width + "x" + height + " at " + frameRate
                    + " frames/s and " + bitRate + " bit/s: " + e.getMessage(), e);
        }
    }

    /**
     * Makes or empties the file before the recorder does: the file system's reasons are plainer than the recorder's.
     */
    private void create() throws VideoException {
        if (Files.isDirectory(file)) {
            throw new VideoException(file + ": the file cannot be written: it is a directory");
        }
        try {
            Files.write(file, new byte[0]);
        } catch (NoSuchFileException e) {
            throw new VideoException(file + ": the file cannot be written: no such file or directory", e);
        } catch (IOException e) {
            throw new VideoException(file + ": the file cannot be written: " + e, e);
        }
    }

    public void encode(Frame frame) throws VideoException {
        pixels.clear().put(frame.rgb()).flip();
        try {
            recorder.recordImage(width, height, org.bytedeco.javacv.Frame.DEPTH_UBYTE, 3, 3 * width, AV_PIX_FMT_RGB24,
                    pixels);
        } catch (FrameRecorder.Exception e) {
            throw new VideoException(file + ": frame " + frames + " cannot be encoded: " + e.getMessage(), e);
        }
        frames++;
    }

    /** Writes what the encoder still holds and the index. */
    public void finish() throws VideoException {
        try {
            recorder.stop();
            finished = true;
        } catch (FrameRecorder.Exception e) {
            throw new VideoException(file + ": the file cannot be finished: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            recorder.release();
        } catch (FrameRecorder.Exception e) {
            // nothing is left to be done for it: it is given up either way
        } finally {
            if (!finished) {
                delete();
            }
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the reason of the failure is on its way; a rest that cannot be deleted must not hide it
        }
    }
}
