package io.deltaframe.video.demux;

import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The numbered pictures of a folder, in the order of their numbers, however many digits they have and wherever they
 * start. Other files are passed over.
 *
 * <p>A missing number makes no frame: the pictures there are close ranks, and {@link #gaps} says which are missing.
 * Where a folder has several series, as the data sets with optical flow do ({@code img_00001.jpg},
 * {@code flow_x_00001.jpg}), the one without a name is taken, or the one called {@code img_}, {@code image_} or
 * {@code frame_}; if there is none or several of these, the folder is refused.
 *
 * @param files  the pictures, at least one
 * @param gaps   numbers missing between the first and the last, in words; empty for none
 * @param others numbered pictures that are left out, in words; empty for none
 */
public record PictureSeries(List<Path> files, String gaps, String others) {

    private static final Pattern NAME = Pattern.compile("(.*?)([0-9]+)\\.([^.]+)");
    /** Data sets have the optical flow beside the pictures, and nobody misses it. */
    private static final Pattern FLOW = Pattern.compile("(?i)(flow.*|[xyuv])_\\d+\\..*");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff", "ppm",
            "pgm");
    private static final Set<String> PREFERRED = Set.of("", "img_", "img", "image_", "image", "frame_", "frame");

    public PictureSeries {
        files = List.copyOf(files);
    }

    public static PictureSeries of(Location folder) throws VideoException {
        SortedMap<String, SortedMap<BigInteger, Path>> series = new TreeMap<>();
        SortedSet<String> pictures = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                boolean picture = EXTENSIONS.contains(Location.extension(entry))
                        && !entry.getFileName().toString().startsWith(".");
                if (picture && Files.isRegularFile(entry)) {
                    pictures.add(entry.getFileName().toString());
                }
                if (picture && name.matches() && Files.isRegularFile(entry)) {
                    Path twin = series.computeIfAbsent(name.group(1), prefix -> new TreeMap<>())
                            .put(new BigInteger(name.group(2)), entry);
                    if (twin != null) {
                        throw folder.failure("two pictures of the folder have the same number: " + twin.getFileName()
                                + " and " + entry.getFileName());
                    }
                }
            }
        } catch (VideoException e) {
            throw e;
        } catch (DirectoryIteratorException | IOException e) {
            throw folder.failure("the folder cannot be read: " + e.getMessage(), e);
        }
        if (series.isEmpty()) {
            throw folder.failure(!pictures.isEmpty()
                    ? "the pictures of the folder are not numbered (00001.jpg or img_00001.jpg are expected, found "
                            + pictures.first() + ")"
                    : "the folder has no pictures (00001.jpg or img_00001.jpg are expected)");
        }
        SortedMap<BigInteger, Path> chosen = choose(folder, series);
        chosen.values().forEach(file -> pictures.remove(file.getFileName().toString()));
        pictures.removeIf(name -> FLOW.matcher(name).matches() || !DIGIT.matcher(name).find());
        return new PictureSeries(List.copyOf(chosen.values()), gaps(chosen), others(pictures));
    }

    private static String others(SortedSet<String> names) {
        return names.isEmpty() ? "" : names.size() + (names.size() == 1 ? " picture is" : " pictures are")
                + " left out, numbered in another way: "
                + names.stream().limit(5).collect(Collectors.joining(", ")) + (names.size() > 5 ? ", ..." : "");
    }

    private static SortedMap<BigInteger, Path> choose(Location folder,
            SortedMap<String, SortedMap<BigInteger, Path>> series) throws VideoException {
        if (series.size() == 1) {
            return series.get(series.firstKey());
        }
        List<String> preferred = series.keySet().stream().filter(PREFERRED::contains).toList();
        if (preferred.size() == 1) {
            return series.get(preferred.getFirst());
        }
        throw folder.failure("the folder has several series of pictures, and none can be told to be the video: "
                + series.values().stream().limit(5)
                        .map(each -> each.get(each.firstKey()).getFileName().toString())
                        .collect(Collectors.joining(", ")) + (series.size() > 5 ? ", ..." : ""));
    }

    private static String gaps(SortedMap<BigInteger, Path> pictures) {
        List<String> gaps = new ArrayList<>();
        BigInteger missing = BigInteger.ZERO;
        BigInteger previous = null;
        for (Map.Entry<BigInteger, Path> picture : pictures.entrySet()) {
            if (previous != null) {
                BigInteger skipped = picture.getKey().subtract(previous).subtract(BigInteger.ONE);
                if (skipped.signum() > 0) {
                    BigInteger first = previous.add(BigInteger.ONE);
                    gaps.add(skipped.equals(BigInteger.ONE) ? first.toString() : first + "-"
                            + picture.getKey().subtract(BigInteger.ONE));
                    missing = missing.add(skipped);
                }
            }
            previous = picture.getKey();
        }
        if (gaps.isEmpty()) {
            return "";
        }
        return missing + (missing.equals(BigInteger.ONE) ? " picture is" : " pictures are")
                + " missing in the folder's numbering: "
                + gaps.stream().limit(5).collect(Collectors.joining(", ")) + (gaps.size() > 5 ? ", ..." : "");
    }
}
