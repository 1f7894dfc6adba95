package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.config.LauncherProperties;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** The built bundle in a real Felix: the API comes from this test's class path, everything else is installed. */
class FelixIT {

    private static final Path BUNDLE = Path.of(System.getProperty("deltaframe.video.bundle"));

    @TempDir
    private Path folder;

    @RegisterExtension
    final FelixFramework felix = platform();

    private static FelixFramework platform() {
        return FelixFramework.sharing("io.deltaframe.api").installing("org.osgi.util.function", "org.osgi.util.promise",
                "org.osgi.service.component", "org.apache.felix.log", "org.apache.felix.scr");
    }

    private static Bundle installVideo(FelixFramework felix) throws BundleException {
        Bundle video = felix.install(BUNDLE);
        video.start();
        return video;
    }

    private Bundle installVideo() throws BundleException {
        return installVideo(felix);
    }

    private void roundTrip() throws Exception {
        roundTrip(felix);
    }

    /** Writes frames and reads them back, through the registry. */
    private void roundTrip(FelixFramework felix) throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] rgb = new byte[3 * 64 * 48];
            Arrays.fill(rgb, (byte) (20 * i));
            frames.add(Frame.wrap(64, 48, 0, rgb));
        }
        Path file = folder.resolve("round trip.mp4");
        felix.service(VideoWriter.class).write(file, 25, 1_000_000, frames);
        CollectedFrames decoding = new CollectedFrames(CollectedFrames.ALL);
        try (Video video = felix.service(VideoSource.class).open(file.toString(), 2)) {
            assertEquals(12, video.decode(decoding).frameCount());
        }
        decoding.frames.forEach((i, frame) -> assertEquals(20 * i, SampleVideo.grey(frame, 30, 20), 3));
    }

    @Test
    void theServicesWorkAndNothingElseIsNeeded() throws Exception {
        Bundle video = installVideo();
        roundTrip();
        assertNull(video.getHeaders().get(Constants.EXPORT_PACKAGE));
        assertNull(video.getHeaders().get(Constants.DYNAMICIMPORT_PACKAGE));
        for (String notice : List.of("META-INF/NOTICE", "META-INF/LICENSE-Apache-2.0.txt",
                "META-INF/LICENSE-LGPL-3.0.txt")) {
            assertNotNull(video.getEntry(notice), notice);
        }
    }

    /** Every round has a class loader of its own that loads FFmpeg again, while the earlier ones still hold theirs. */
    @Test
    void nativesSurviveRestartUpdateRefreshAndReinstallation() throws Exception {
        Bundle video = installVideo();
        roundTrip();
        ClassLoader first = loaderOf(video);

        video.stop();
        video.start();
        roundTrip();
        assertEquals(first, loaderOf(video), "a restart keeps the class loader");

        ClassLoader previous = first;
        for (int round = 0; round < 3; round++) {
            felix.update(video);
            felix.refresh(video);
            System.gc();        // class loaders gone take their libraries along, of which this one may share some
            roundTrip();
            assertNotSame(previous, loaderOf(video), "an update brings a new class loader");
            previous = loaderOf(video);
        }

        felix.refresh(video);
        roundTrip();
        assertNotSame(previous, loaderOf(video), "a refresh brings a new class loader");

        video.uninstall();
        felix.refresh(video);
        installVideo();
        roundTrip();
    }

    private static ClassLoader loaderOf(Bundle bundle) throws ClassNotFoundException {
        return bundle.loadClass("io.deltaframe.video.natives.Natives").getClassLoader();
    }

    @Test
    void twoFrameworksOfOneJvmDoNotDisturbEachOther() throws Exception {
        try (FelixFramework first = platform().start()) {
            installVideo(first);
            roundTrip(first);
            installVideo();
            roundTrip();
        }
        roundTrip();
    }

    @Test
    void nativesLieInTheStorageOfTheBundleAndTheHostsSettingsStay() throws Exception {
        String host = folder.resolve("cache of the host").toString();
        String before = System.setProperty("org.bytedeco.javacpp.cachedir", host);
        String home = System.setProperty("user.home", folder.resolve("home").toString());
        try {
            Bundle video = installVideo();
            roundTrip();
            assertEquals(host, System.getProperty("org.bytedeco.javacpp.cachedir"));
            assertNull(System.getProperty("org.bytedeco.javacpp.noPointerGC"));
            assertFalse(Files.exists(Path.of(host)));
            assertFalse(Files.exists(folder.resolve("home")), "JavaCPP's own place for what it unpacks");
            assertEquals(1, generations(video));
            felix.update(video);
            felix.refresh(video);
            roundTrip();
            assertEquals(1, generations(video), "what the old version unpacked is deleted");
        } finally {
            System.setProperty("user.home", home);
            if (before == null) {
                System.clearProperty("org.bytedeco.javacpp.cachedir");
            } else {
                System.setProperty("org.bytedeco.javacpp.cachedir", before);
            }
        }
    }

    /** As the framework property asks; whoever comes second in this JVM unpacks into the storage. */
    @Test
    void nativesLieInAFolderThatOutlastsTheFramework() throws Exception {
        Path lasting = folder.resolve("lasting/natives");
        restartWith(lasting);
        Bundle video = installVideo();
        roundTrip();
        assertFalse(Files.exists(video.getDataFile("natives").toPath()));
        Map<Path, Object> first = identities(lasting);
        assertTrue(first.keySet().stream().anyMatch(file -> file.getFileName().toString().contains("avcodec")),
                first.toString());

        felix.update(video);
        felix.refresh(video);
        roundTrip();
        assertEquals(1, generations(video));
        assertEquals(first, identities(lasting));
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNotUsed() throws Exception {
        restartWith(Files.writeString(folder.resolve("a file"), "no folder"));
        Bundle video = installVideo();
        roundTrip();
        assertEquals(1, generations(video));
    }

    /** However often it is refreshed: a class loader's libraries are deleted when the next one has its own. */
    @Test
    void refreshesDoNotFillTheStorage() throws Exception {
        Bundle video = installVideo();
        roundTrip();
        long bytes = bytes(video);
        assertTrue(bytes > 0);
        for (int round = 0; round < 3; round++) {
            felix.refresh(video);
            roundTrip();
            assertEquals(bytes, bytes(video), "after refresh " + round);
        }
    }

    /** What a JVM before this one unpacked is used again, whichever of its class loaders it was for. */
    @Test
    void whatIsUnpackedIsTakenWhereverItLies() throws Exception {
        Bundle video = installVideo();
        roundTrip();
        Path version = only(video.getDataFile("natives").toPath());
        Path first = only(version);
        felix.refresh(video);
        // A copy: in this JVM the files themselves are loaded still.
        Path other = copy(first, version.resolve("7"));
        Map<Path, Object> before = identities(other);
        roundTrip();
        assertEquals(other, only(version));
        assertEquals(before, identities(other));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return all.getFirst();
        }
    }

    private static long bytes(Bundle video) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(video.getDataFile("natives").toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private void restartWith(Path natives) throws Exception {
        felix.close();
        felix.with(LauncherProperties.NATIVES, natives.toString()).start();
    }

    /** {@return the files, and what tells each from one that replaced it} */
    private static Map<Path, Object> identities(Path folder) throws IOException {
        Map<Path, Object> identities = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                identities.put(file, List.of(attributes.creationTime(), attributes.size()));
            }
        }
        return identities;
    }

    private static long generations(Bundle video) throws IOException {
        try (Stream<Path> folders = Files.list(video.getDataFile("natives").toPath())) {
            return folders.count();
        }
    }
}
