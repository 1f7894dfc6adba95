package io.deltaframe.video.natives;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's negative return codes, in words. */
public final class FfmpegError {

    private FfmpegError() { }

    /** {@return what went wrong, as FFmpeg says it, without a number where it has words} */
    public static String text(int code) {
        if (code == avutil.AVERROR_EXIT()) {
            return "timed out or was closed meanwhile";
        }
        byte[] buffer = new byte[256];
        if (avutil.av_strerror(code, buffer, buffer.length) < 0) {
            return "FFmpeg error " + code;
        }
        int length = 0;
        while (length < buffer.length && buffer[length] != 0) {
            length++;
        }
        String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
        return text.isEmpty() ? "FFmpeg error " + code : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
