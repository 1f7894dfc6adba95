package io.deltaframe.api.video;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a URL that says who asks: where it is, and how it is written. */
final class UserInfo {

    /**
     * Scheme, what stands before the host, the rest. Passwords with a slash, a question mark or a number sign are
     * written unencoded too: what stands between the first colon and that sign is no port then, and an at sign follows.
     */
    private static final Pattern URL = Pattern.compile("(?is)^([a-z][a-z0-9+.-]*://)"
            + "(?:([^/?#]*)@([^/?#@]*(?:[/?#].*)?)|([^/?#@\\[]*:(?!\\d*[/?#])[^@]*[/?#].*)@([^@]*))$");

    private static final String RESERVED = "/?#@%:[]\\\"<>^`{|}";
    private static final int HEX = 16;

    private UserInfo() { }

    /** {@return what stands before the host, as it is written; empty where there is nothing} */
    static String of(String location) {
        Matcher matcher = URL.matcher(location);
        return !matcher.matches() ? "" : matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
    }

    /** {@return the URL without it; anything else as it is} */
    static String without(String location) {
        Matcher matcher = URL.matcher(location);
        return !matcher.matches() ? location
                : matcher.group(1) + (matcher.group(2) != null ? matcher.group(3) : matcher.group(5));
    }

    /** Where a per cent is followed by no number, it stands for itself. */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < given.length; i++) {
            int high = given[i] == '%' && i + 2 < given.length ? Character.digit(given[i + 1], HEX) : -1;
            int low = high < 0 ? -1 : Character.digit(given[i + 2], HEX);
            bytes.write(low < 0 ? given[i] : HEX * high + low);
            i += low < 0 ? 0 : 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Encodes no more than it must: FFmpeg's RTSP has room for 127 characters. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 127 && RESERVED.indexOf(b) < 0) {
                encoded.append((char) b);
            } else {
                encoded.append(percent(b));
            }
        }
        return encoded.toString();
    }

    static String percent(byte b) {
        return String.format(Locale.ROOT, "%%%02X", b & 0xFF);
    }
}
