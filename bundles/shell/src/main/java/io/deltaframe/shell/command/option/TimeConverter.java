package io.deltaframe.shell.command.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: {@code 3s}, {@code 1.5s}, {@code 500ms}, {@code 2m}; a plain number is seconds. */
public final class TimeConverter implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|)");

    @Override
    public Duration convert(String value) {
        Matcher matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            throw new TypeConversionException("expected a time such as 3s, 1.5s, 500ms or 2m, found '" + value + "'");
        }
        double number = Double.parseDouble(matcher.group(1));
        double seconds = switch (matcher.group(2)) {
            case "ms" -> number / 1000;
            case "m" -> number * 60;
            default -> number;
        };
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
