package io.deltaframe.api.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads configurations as people write them. Whatever wrote one, each value may be a text, a number or a list of one;
 * a value that is none of what is expected is named with its property, and so is a property that there is not. Where a
 * list is expected, a text is one with commas between its elements; commas in brackets or quotes are part of them.
 *
 * <p>A configuration is described by an annotation type, as Declarative Services has it: its methods are the
 * properties, of type {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String} or {@code String[]},
 * and have the defaults. Components take their properties as a map and read it with this: handed over as the annotation
 * itself, wrong values would end the component with an exception of the runtime.
 *
 * <p>All methods are safe for several threads.
 */
public final class ConfigurationReader {

    /** Beyond this share of a name's letters a name is another one. */
    private static final int LETTERS_PER_SLIP = 3;
    /** A longer name is a misspelt one of none. */
    private static final int LONGEST_NAME = 80;
    private static final int MOST_SHOWN = 120;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern SECRET = Pattern.compile("(?i)pass|pwd|secret|token|credential");

    private ConfigurationReader() { }

    /**
     * {@return a configuration with the values of some properties, and the defaults of all others; where a number is
     * expected, an empty text stands for the default}
     *
     * @param <T>        the annotation type
     * @param type       describes the configuration
     * @param properties as the platform has them
     * @throws IllegalArgumentException if values are none of what is expected; the message names for each the property,
     *                                  the expectation and the value, as in {@code segments: expected a number, found
     *                                  'eight'}
     */
    public static <T extends Annotation> T read(Class<T> type, Map<String, ?> properties) {
        Map<String, Object> values = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        Map<String, Object> found = withoutMark(properties);
        keys(type).forEach((key, method) -> {
            try {
                Object value = value(method.getReturnType(), key, found.get(key));
                values.put(method.getName(), value != null ? value : method.getDefaultValue() != null
                        ? method.getDefaultValue() : nothing(method.getReturnType()));
            } catch (IllegalArgumentException e) {
                faults.add(key + ": " + e.getMessage());
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "annotationType" -> type;
                    case "toString" -> "@" + type.getSimpleName() + values;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> values.get(method.getName());
                }));
    }

    /**
     * {@return a sentence for each property that a configuration does not have, in the order of their names: the
     * property, its value and the nearest name that there is; properties of the platform are none of them}
     *
     * @param type       describes the configuration
     * @param properties as the platform has them
     */
    public static List<String> unknown(Class<? extends Annotation> type, Map<String, ?> properties) {
        SortedMap<String, Method> known = keys(type);
        List<String> sentences = new ArrayList<>();
        withoutMark(properties).forEach((key, value) -> {
            if (!known.containsKey(key) && !isOfThePlatform(key)) {
                String nearest = nearest(key, known.keySet());
                sentences.add("unknown property " + line(key) + " = " + shown(key, value) + " is passed over; "
                        + (nearest.isEmpty() ? "known are " + String.join(", ", known.keySet())
                        : "the nearest known one is " + nearest));
            }
        });
        return sentences;
    }

    /**
     * {@return a sentence for each property that a configuration does not have and that is hardly another one than one
     * which it has: for configurations that may have properties of any name}
     *
     * @param type       describes the configuration
     * @param properties as the platform has them
     */
    public static List<String> misspelt(Class<? extends Annotation> type, Map<String, ?> properties) {
        SortedMap<String, Method> known = keys(type);
        List<String> sentences = new ArrayList<>();
        Map<String, Object> found = withoutMark(properties);
        found.forEach((key, value) -> {
            String nearest = known.containsKey(key) || isOfThePlatform(key) ? "" : nearest(key, known.keySet());
            if (!nearest.isEmpty() && !found.containsKey(nearest)) {
                sentences.add("property " + line(key) + " = " + shown(key, value)
                        + " is taken for one to filter by; if " + nearest + " is meant, it is misspelt");
            }
        });
        return sentences;
    }

    /**
     * {@return a property as a text, whatever its type; empty where there is none}
     *
     * @param properties as the platform has them
     * @param key        of the property
     */
    public static String text(Map<String, ?> properties, String key) {
        Object value = withoutMark(properties).get(key);
        return value == null ? "" : text(value);
    }

    /** Editors begin files with a byte-order mark, which is then part of the first property's name. */
    private static Map<String, Object> withoutMark(Map<String, ?> properties) {
        Map<String, Object> found = new TreeMap<>();
        properties.forEach((key, value) -> found.put(key.startsWith(BYTE_ORDER_MARK) ? key.substring(1) : key, value));
        return found;
    }

    /**
     * {@return a value as messages show it: in quotes, on one line, cut where it is long; not at all if by its name
     * it is a secret}
     *
     * @param key   of the property
     * @param value of any type
     */
    public static String shown(String key, Object value) {
        return SECRET.matcher(key).find() ? "a value that is not shown" : "'" + line(text(value)) + "'";
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.chars().limit(MOST_SHOWN).forEach(c -> line.append(switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '?';
            default -> (char) c;
        }));
        return text.length() > MOST_SHOWN ? line + "..." : line.toString();
    }

    /** Of Declarative Services, of ConfigAdmin, of those who keep configurations in files. */
    private static boolean isOfThePlatform(String key) {
        return key.startsWith(".") || key.startsWith(":") || key.startsWith("service.") || key.startsWith("component.")
                || key.startsWith("felix.") || key.startsWith("osgi.") || key.startsWith("org.apache.")
                || key.endsWith(".target") || key.endsWith(".cardinality.minimum") || key.equals("objectClass");
    }

    /** {@return the methods by the names of their properties, written as Declarative Services writes them} */
    private static SortedMap<String, Method> keys(Class<? extends Annotation> type) {
        SortedMap<String, Method> keys = new TreeMap<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getParameterCount() == 0 && !method.isSynthetic()) {
                keys.put(method.getName().replace("__", "\0").replace('_', '.').replace('\0', '_'), method);
            }
        }
        return keys;
    }

    private static Object nothing(Class<?> type) {
        return type == String[].class ? new String[0] : type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0)
                : null;
    }

    /** {@return a value in a type, or null for the default} */
    private static Object value(Class<?> type, String key, Object found) {
        List<String> elements = elements(found);
        if (type == String[].class) {
            return found == null ? null : (found instanceof String text ? ListedValues.elements(text) : elements)
                    .toArray(String[]::new);
        }
        if (elements.size() > 1) {
            throw new IllegalArgumentException("expected one value, found " + elements.size() + ": "
                    + shown(key, found));
        }
        String text = elements.isEmpty() ? "" : elements.getFirst().strip();
        if (type == String.class) {
            return elements.isEmpty() ? null : text;
        }
        return text.isEmpty() ? null : type == boolean.class ? truth(key, text) : number(type, key, text);
    }

    /** Those that are null are none. */
    private static List<String> elements(Object found) {
        List<Object> elements = new ArrayList<>();
        if (found instanceof Collection<?> collection) {
            elements.addAll(collection);
        } else if (found != null && found.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(found); i++) {
                elements.add(Array.get(found, i));
            }
        } else {
            elements.add(found);
        }
        return elements.stream().filter(Objects::nonNull).map(String::valueOf).toList();
    }

    private static Boolean truth(String key, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false, found " + shown(key, text));
        };
    }

    private static Number number(Class<?> type, String key, String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number, found " + shown(key, text), e);
        }
        if (type == double.class) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("expected a finite number, found " + shown(key, text));
            }
            return number;
        }
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException("expected a whole number, found " + shown(key, text));
        }
        long least = type == int.class ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
        if (number < least || number > most) {
            throw new IllegalArgumentException("expected a number from " + least + " to " + most + ", found "
                    + shown(key, text));
        }
        return type == int.class ? (Number) (int) number : (Number) (long) number;
    }

    private static String text(Object value) {
        return String.join(", ", elements(value));
    }

    /**
     * {@return the name that is hardly another one than what was written; empty if there is none}
     *
     * @param key   as written
     * @param known names that there are
     */
    public static String nearest(String key, Collection<String> known) {
        String nearest = "";
        if (key.length() > LONGEST_NAME) {
            return nearest;
        }
        int least = Integer.MAX_VALUE;
        for (String each : known) {
            int distance = distance(key.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
            if (distance < least && distance <= Math.max(1, Math.max(key.length(), each.length()) / LETTERS_PER_SLIP)) {
                least = distance;
                nearest = each;
            }
        }
        return nearest;
    }

    /** {@return letters to be put in, left out or changed to make one word the other} */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int same = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
