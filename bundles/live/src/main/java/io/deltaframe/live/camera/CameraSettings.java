package io.deltaframe.live.camera;

import io.deltaframe.api.config.CameraConfig;
import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.Redaction;
import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.StreamOptions.Transport;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/**
 * What a configuration says about a camera, checked.
 *
 * @param enabled whether it is looked at
 * @param session how
 * @param source  where its frames come from
 */
record CameraSettings(boolean enabled, LiveOptions session, SourceOptions source) {

    /** Share of the enter threshold at which an event ends where nothing else is configured. */
    private static final double USUAL_EXIT = 0.7;
    private static final double MOST_SECONDS = 1e9;

    /**
     * {@return the settings}
     *
     * @param properties as the platform has them
     * @throws IllegalArgumentException if something is wrong; the message names the property, what was expected and
     *                                  what was found, and tells no secret
     */
    static CameraSettings of(Map<String, Object> properties) {
        Redaction redaction = secrets(properties);
        try {
            return of(ConfigurationReader.read(CameraConfiguration.class, properties), name(properties));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(redaction.apply(e.getMessage()), e);
        }
    }

    private static CameraSettings of(CameraConfiguration configuration, String name) {
        check(!name.isBlank(), CameraConfig.NAME, "a name", "none");
        check(!configuration.url().isBlank(), CameraConfig.URL, "a URL, or the path of a file", "nothing");
        check(configuration.decodeThreads() >= 0 && configuration.decodeThreads() <= 256, CameraConfig.DECODE_THREADS,
                "0 to 256", configuration.decodeThreads());
        double exit = configuration.exit() < 0 ? USUAL_EXIT * configuration.enter() : configuration.exit();
        Set<String> labels = Arrays.stream(configuration.labels()).map(String::strip)
                .filter(label -> !label.isEmpty()).collect(Collectors.toCollection(LinkedHashSet::new));
        StreamOptions stream = StreamOptions.DEFAULTS.withThreads(configuration.decodeThreads())
                .withTransport(transport(configuration.transport().strip()))
                .withCredentials(credentials(configuration))
                .withTimeouts(seconds(CameraConfig.OPEN_TIMEOUT, configuration.openTimeout()), Duration.ZERO);
        return named(() -> new CameraSettings(configuration.enabled(),
                LiveOptions.of(name).withRecognizer(configuration.recognizer().strip())
                        .withWindows(seconds(CameraConfig.WINDOW, configuration.window()),
                                seconds(CameraConfig.HOP, configuration.hop()))
                        .withThresholds(configuration.enter(), exit)
                        .withTimes(seconds(CameraConfig.HOLD, configuration.hold()),
                                seconds(CameraConfig.LONGEST, configuration.longest()))
                        .withLabels(labels, configuration.topK())
                        .withSmoothing(configuration.smoothing())
                        .withMemory((long) configuration.memory() << 20),
                SourceOptions.of(configuration.url().strip()).withStream(stream)
                        .withRealTime(configuration.realTime())
                        .withPatience(seconds(CameraConfig.STALL_AFTER, configuration.stallAfter()),
                                seconds(CameraConfig.LOST_AFTER, configuration.lostAfter()))));
    }

    /** The options say {@code window must be ...}; here it is a property. */
    private static CameraSettings named(Supplier<CameraSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replaceFirst("^(\\w+) must ", "$1: it must "), e);
        }
    }

    /**
     * {@return the name of a camera, also of one that is configured wrongly; empty where it has none}
     *
     * @param properties as the platform has them
     */
    static String name(Map<String, Object> properties) {
        String name = ConfigurationReader.text(properties, CameraConfig.NAME).strip();
        String pid = ConfigurationReader.text(properties, Constants.SERVICE_PID);
        return name.isEmpty() && pid.indexOf('~') >= 0 ? pid.substring(pid.indexOf('~') + 1) : name;
    }

    /** {@return sentences about properties that there are not, whose values may be passwords} */
    static List<String> oddities(Map<String, Object> properties) {
        Map<String, Object> hidden = new LinkedHashMap<>(properties);
        hidden.replaceAll((key, value) -> Redaction.HIDDEN);
        return ConfigurationReader.unknown(CameraConfiguration.class, hidden);
    }

    private static Transport transport(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "tcp" -> Transport.TCP;
            case "udp" -> Transport.UDP;
            default -> throw new IllegalArgumentException(CameraConfig.TRANSPORT + ": expected tcp or udp, found '"
                    + text + "'");
        };
    }

    private static Credentials credentials(CameraConfiguration configuration) {
        List<String> given = new ArrayList<>();
        String user = configuration.user().strip();
        Credentials credentials = new Credentials(user, configuration.password());
        if (!configuration.password().isEmpty()) {
            given.add(CameraConfig.PASSWORD);
        }
        String file = configuration.password_file().strip();
        if (!file.isEmpty()) {
            given.add(CameraConfig.PASSWORD_FILE);
            credentials = of(CameraConfig.PASSWORD_FILE, () -> Credentials.fromFile(user, file));
        }
        String variable = configuration.password_env().strip();
        if (!variable.isEmpty()) {
            given.add(CameraConfig.PASSWORD_ENV);
            credentials = of(CameraConfig.PASSWORD_ENV, () -> Credentials.fromEnvironment(user, variable));
        }
        check(given.size() <= 1, CameraConfig.PASSWORD, "one of password, password.file and password.env",
                String.join(" and ", given));
        check(given.isEmpty() || !user.isEmpty(), CameraConfig.USER, "the user whose password is given", "none");
        return credentials;
    }

    private static Credentials of(String property, Supplier<Credentials> source) {
        try {
            return source.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
        }
    }

    private static Duration seconds(String property, double value) {
        check(value >= 0 && value <= MOST_SECONDS, property, "seconds", value);
        return Duration.ofNanos(Math.round(value * 1e9));
    }

    private static Redaction secrets(Map<String, Object> properties) {
        Set<String> secrets = new LinkedHashSet<>();
        Object value = properties.get(CameraConfig.PASSWORD);
        if (value instanceof Collection<?> all) {
            all.forEach(each -> secrets.add(String.valueOf(each)));
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                secrets.add(String.valueOf(Array.get(value, i)));
            }
        } else if (value != null) {
            secrets.add(value.toString());
        }
        return Redaction.of(secrets);
    }

    private static void check(boolean holds, String property, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(property + ": expected " + expected + ", found " + found);
        }
    }
}
