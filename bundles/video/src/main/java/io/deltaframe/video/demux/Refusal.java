package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import io.deltaframe.video.natives.FfmpegError;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Why a URL cannot be opened, and what may be done about it. */
final class Refusal {

    private static final int LOOK_UP_SECONDS = 5;

    private Refusal() { }

    /** {@return whether a server does not let in who asks, in HTTP or RTSP} */
    static boolean isOfWhoAsks(int code) {
        return code == AVERROR_HTTP_UNAUTHORIZED() || code == AVERROR_HTTP_FORBIDDEN();
    }

    /** {@return why it does not, in words} */
    static String reason(int code, boolean credentials) {
        if (code == AVERROR_HTTP_FORBIDDEN()) {
            return "the server forbids it (403)" + (credentials ? ": this user may not see it"
                    : ": give a user and a password that may see it");
        }
        return credentials ? "the server refuses this user or password (401): check both"
                : "the server asks for a user and a password (401): none were given";
    }

    /** {@return what follows FFmpeg's words about a URL; empty for a file} */
    static String advice(int code, Location location) {
        if (!location.isNetwork()) {
            return "";
        }
        if (code == AVERROR_PROTOCOL_NOT_FOUND()) {
            return "; expected one such as rtsp, rtsps, http, https, udp, tcp, rtmp or srt, found "
                    + location.scheme();
        }
        if (code == AVERROR_HTTP_NOT_FOUND()) {
            return "; check the path";
        }
        String host = host(location.address());
        // FFmpeg says no more of a name that it cannot resolve
        if (code == AVERROR_EIO() && !host.isEmpty() && isUnknown(host)) {
            return "; there is no host " + host + ": check its name";
        }
        String text = FfmpegError.text(code);
        return text.contains("refused") ? "; nothing listens there: check that it is on, and the port"
                : text.contains("unreachable") || text.contains("no route") ? "; check the network to it" : "";
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** On a thread of its own: a look-up cannot be interrupted. */
    private static boolean isUnknown(String host) {
        CompletableFuture<Boolean> unknown = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("deltaframe-video-host").start(() -> {
            try {
                InetAddress.getByName(host);
                unknown.complete(false);
            } catch (UnknownHostException e) {
                unknown.complete(true);
            } catch (RuntimeException e) {
                unknown.completeExceptionally(e);
            }
        });
        try {
            return unknown.get(LOOK_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
