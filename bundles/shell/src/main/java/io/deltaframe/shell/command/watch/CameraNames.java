package io.deltaframe.shell.command.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for sources: the last part of a path, or host and path of a URL, without what is secret in it. */
final class CameraNames {

    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://(?:[^/?#]*@)?([^?#]*).*",
            Pattern.DOTALL);

    private CameraNames() { }

    /** {@return a name for each source, all different} */
    static List<String> of(List<String> sources) {
        List<String> names = new ArrayList<>();
        for (String source : sources) {
            String name = of(source);
            String free = name;
            for (int i = 2; names.contains(free); i++) {
                free = name + "-" + i;
            }
            names.add(free);
        }
        return names;
    }

    private static String of(String source) {
        Matcher url = URL.matcher(source);
        String stripped = (url.matches() ? url.group(1) : source).replaceFirst("[/\\\\]+$", "");
        String name = url.matches() ? stripped : stripped.substring(Math.max(stripped.lastIndexOf('/'),
                stripped.lastIndexOf('\\')) + 1);
        return name.isBlank() ? "source" : name;
    }
}
