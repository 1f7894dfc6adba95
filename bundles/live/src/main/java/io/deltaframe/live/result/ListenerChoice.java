package io.deltaframe.live.result;

import io.deltaframe.api.live.LiveListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * What a listener wants to hear, as its service properties say.
 *
 * @param sessions patterns of names, empty for all
 * @param types    types of results, empty for all
 * @param filter   on properties of results, or null
 */
record ListenerChoice(List<Pattern> sessions, List<String> types, Filter filter) {

    static final ListenerChoice ALL = new ListenerChoice(List.of(), List.of(), null);

    /**
     * {@return the choice that service properties make}
     *
     * @param properties of the listener
     * @throws IllegalArgumentException if its filter is none; the message says what is wrong
     */
    static ListenerChoice of(Map<String, Object> properties) {
        Object filter = properties.get(LiveListener.FILTER);
        try {
            return new ListenerChoice(
                    strings(properties.get(LiveListener.SESSIONS)).stream().map(ListenerChoice::pattern).toList(),
                    strings(properties.get(LiveListener.TYPES)),
                    filter == null ? null : FrameworkUtil.createFilter(filter.toString()));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("expected an LDAP filter for " + LiveListener.FILTER + ", found '"
                    + filter + "': " + e.getMessage(), e);
        }
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(Arrays.stream(name.split("\\*", -1)).map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    }

    /** String+: one, an array or a collection. */
    private static List<String> strings(Object value) {
        return switch (value) {
            case null -> List.of();
            case String[] several -> List.of(several);
            case Collection<?> several -> several.stream().map(String::valueOf).toList();
            default -> List.of(value.toString());
        };
    }

    boolean wants(Result result) {
        if (!types.isEmpty() && !types.contains(result.type())
                || !sessions.isEmpty()
                && sessions.stream().noneMatch(pattern -> pattern.matcher(result.session()).matches())) {
            return false;
        }
        if (filter == null) {
            return true;
        }
        Map<String, Object> properties = new HashMap<>(result.properties());
        properties.put("type", result.type());
        properties.put("session", result.session());
        return filter.matches(properties);
    }
}
