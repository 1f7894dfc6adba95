package io.deltaframe.api.video;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of text that leaves for people: reasons, log entries, events, exceptions, status. What stands in
 * URLs before the host is taken out, what follows {@code password=}, {@code token=} and the like in them is hidden, and
 * so is each secret that is known, however much of it is percent-encoded. Immutable, safe for several threads.
 */
public final class Redaction {

    /** Stands for what is hidden. */
    public static final String HIDDEN = "***";

    /** Ends where a text goes on after a URL: at blanks, quotes and brackets. */
    private static final Pattern URL = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://[^\\s'\"<>]*");
    private static final Pattern PARAMETER = Pattern.compile("(?i)([?&;](?:[a-z0-9_.-]*(?:passw|passphrase|token|secret"
            + "|signature|api_?key|access_?key|credential)[a-z0-9_.-]*|pass|pwd|pw|psw|sig|auth|key|loginpas)=)"
            // A colon or a full stop at its end is the sentence's
            + "([^&;#\\s'\"<>]*[^&;#\\s'\"<>:,.])");

    /** URLs within parameters of others. */
    private static final Pattern NESTED = Pattern.compile("(://)[^/?#\\s'\"<>]*@");

    /** A shorter secret is hidden as a word of its own only: else a password such as a would make texts unreadable. */
    private static final int SHORTEST_IN_WORDS = 4;

    private static final Redaction OF_URLS = new Redaction(Set.of());

    private final List<Pattern> secrets;

    private Redaction(Set<String> secrets) {
        this.secrets = secrets.stream().sorted((a, b) -> b.length() - a.length()).map(Redaction::pattern).toList();
    }

    /** However it is encoded: each byte as itself or as a number. */
    private static Pattern pattern(String secret) {
        StringBuilder pattern = new StringBuilder();
        secret.codePoints().forEach(point -> {
            String letter = Character.toString(point);
            pattern.append("(?:").append(Pattern.quote(letter)).append("|(?i:");
            for (byte b : letter.getBytes(StandardCharsets.UTF_8)) {
                pattern.append(UserInfo.percent(b));
            }
            pattern.append(point == ' ' ? ")|\\+)" : "))");
        });
        return Pattern.compile(secret.length() >= SHORTEST_IN_WORDS ? pattern.toString()
                : "(?<![\\p{L}\\p{N}])" + pattern + "(?![\\p{L}\\p{N}])");
    }

    /**
     * {@return what hides a source's secrets}
     *
     * @param location    path of a file, or a URL, with whatever is in it
     * @param credentials kept apart from it
     */
    public static Redaction of(String location, Credentials credentials) {
        Set<String> secrets = new LinkedHashSet<>();
        for (Credentials each : List.of(credentials, Credentials.in(location))) {
            if (!each.password().isEmpty()) {
                secrets.add(each.password());
                // The header of basic authentication
                secrets.add(Base64.getEncoder().encodeToString((each.user() + ":" + each.password())
                        .getBytes(StandardCharsets.UTF_8)));
            }
        }
        Matcher parameters = PARAMETER.matcher(location);
        while (parameters.find()) {
            secrets.add(UserInfo.decode(parameters.group(2)));
        }
        return new Redaction(secrets);
    }

    /**
     * {@return what hides these}
     *
     * @param secrets in the clear; empty ones are passed over
     */
    public static Redaction of(Collection<String> secrets) {
        return new Redaction(secrets.stream().filter(secret -> !secret.isEmpty()).collect(Collectors.toSet()));
    }

    /**
     * {@return a text without what is secret in the URLs it has, where nothing else is known}
     *
     * @param text any
     */
    public static String urls(String text) {
        return OF_URLS.apply(text);
    }

    /**
     * {@return a text without secrets}
     *
     * @param text any
     */
    public String apply(String text) {
        String clean = location(URL.matcher(text)
                .replaceAll(url -> Matcher.quoteReplacement(UserInfo.without(url.group()))));
        for (Pattern secret : secrets) {
            clean = secret.matcher(clean).replaceAll(Matcher.quoteReplacement(HIDDEN));
        }
        return clean;
    }

    /**
     * {@return a location without what is secret in it, for people}
     *
     * @param location path of a file, or a URL
     */
    public static String location(String location) {
        String clean = NESTED.matcher(UserInfo.without(location)).replaceAll("$1");
        return PARAMETER.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
    }

    /**
     * {@return a location without the credentials before its host}
     *
     * @param location path of a file, or a URL
     */
    public static String withoutCredentials(String location) {
        return UserInfo.without(location);
    }
}
