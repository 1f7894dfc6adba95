package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/** The built bundle in a real Felix: the API comes from this test's class path, everything else is installed. */
class FelixIT {

    private static final long SECONDS = 60;
    private static final Path BUNDLE = Path.of(System.getProperty("deltaframe.video.bundle"));

    @TempDir
    Path folder;
    private Framework felix;

    @BeforeEach
    void start() throws Exception {
        felix = start(folder.resolve("storage"), Map.of());
    }

    private static Framework start(Path storage, Map<String, String> more) throws Exception {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "io.deltaframe.api;version=1.0.0,io.deltaframe.api.video;version=1.0.0");
        configuration.put("felix.log.level", "1");
        Framework framework = factory.newFramework(configuration);
        framework.start();
        return framework;
    }

    private Bundle installEverything() throws Exception {
        BundleContext context = felix.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (Class<?> of : List.of(org.apache.felix.scr.info.ScrInfo.class, org.apache.felix.log.Activator.class,
                org.osgi.util.promise.Promise.class, org.osgi.util.function.Function.class, org.osgi.service.component.ComponentContext.class)) {
            bundles.add(context.installBundle(jar(of).toUri().toString()));
        }
        Bundle video = context.installBundle(BUNDLE.toUri().toString());
        bundles.add(video);
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        return video;
    }

    private static Path jar(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        felix.stop();
        felix.waitForStop(TimeUnit.SECONDS.toMillis(SECONDS));
    }

    private <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(felix.getBundleContext(), type, null);
        tracker.open();
        try {
            S service = tracker.waitForService(TimeUnit.SECONDS.toMillis(SECONDS));
            assertNotNull(service, type.getName());
            return service;
        } finally {
            tracker.close();
        }
    }

    /** Writes frames and reads them back, through the registry. */
    private void roundTrip() throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] rgb = new byte[3 * 64 * 48];
            Arrays.fill(rgb, (byte) (20 * i));
            frames.add(Frame.wrap(64, 48, 0, rgb));
        }
        Path file = folder.resolve("round trip.mp4");
        service(VideoWriter.class).write(file, 25, 1_000_000, frames);
        CollectedFrames decoding = new CollectedFrames(CollectedFrames.ALL);
        try (Video video = service(VideoSource.class).open(file.toString(), 2)) {
            assertEquals(12, video.decode(decoding).frameCount());
        }
        decoding.frames.forEach((i, frame) -> assertEquals(20 * i, SampleVideo.grey(frame, 30, 20), 3));
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        felix.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertTrue(refreshed.await(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void theServicesWorkAndNothingElseIsNeeded() throws Exception {
        Bundle video = installEverything();
        roundTrip();
        assertNull(video.getHeaders().get(Constants.EXPORT_PACKAGE));
        assertNull(video.getHeaders().get(Constants.DYNAMICIMPORT_PACKAGE));
        for (String notice : List.of("META-INF/NOTICE", "META-INF/LICENSE-Apache-2.0.txt", "META-INF/LICENSE-LGPL-3.0.txt")) {
            assertNotNull(video.getEntry(notice), notice);
        }
    }

    /** Every round has a class loader of its own that loads FFmpeg again, while the earlier ones still hold theirs. */
    @Test
    void nativesSurviveRestartUpdateRefreshAndReinstallation() throws Exception {
        Bundle video = installEverything();
        roundTrip();
        ClassLoader first = loaderOf(video);

        video.stop();
        video.start();
        roundTrip();
        assertEquals(first, loaderOf(video), "a restart keeps the class loader");

        ClassLoader previous = first;
        for (int round = 0; round < 3; round++) {
            try (InputStream again = Files.newInputStream(BUNDLE)) {
                video.update(again);
            }
            refresh(video);
            System.gc();        // class loaders gone take their libraries along, of which this one may share some
            roundTrip();
            assertNotSame(previous, loaderOf(video), "an update brings a new class loader");
            previous = loaderOf(video);
        }

        refresh(video);
        roundTrip();
        assertNotSame(previous, loaderOf(video), "a refresh brings a new class loader");

        video.uninstall();
        refresh(video);
        video = felix.getBundleContext().installBundle(BUNDLE.toUri().toString());
        video.start();
        roundTrip();
    }

    private static ClassLoader loaderOf(Bundle bundle) throws ClassNotFoundException {
        return bundle.loadClass("io.deltaframe.video.natives.Natives").getClassLoader();
    }

    @Test
    void twoFrameworksOfOneJvmDoNotDisturbEachOther() throws Exception {
        installEverything();
        roundTrip();
        Framework first = felix;
        felix = start(folder.resolve("other storage"), Map.of());
        try {
            installEverything();
            roundTrip();
        } finally {
            first.stop();
            first.waitForStop(TimeUnit.SECONDS.toMillis(SECONDS));
        }
        roundTrip();
    }

    @Test
    void nativesLieInTheStorageOfTheBundleAndTheHostsSettingsStay() throws Exception {
        String host = folder.resolve("cache of the host").toString();
        String before = System.setProperty("org.bytedeco.javacpp.cachedir", host);
        try {
            Bundle video = installEverything();
            roundTrip();
            assertEquals(host, System.getProperty("org.bytedeco.javacpp.cachedir"));
            assertNull(System.getProperty("org.bytedeco.javacpp.noPointerGC"));
            assertFalse(Files.exists(Path.of(host)));
            assertEquals(1, generations(video));
            try (InputStream again = Files.newInputStream(BUNDLE)) {
                video.update(again);
            }
            refresh(video);
            roundTrip();
            assertEquals(1, generations(video), "what the old version unpacked is deleted");
        } finally {
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
        Bundle video = installEverything();
        roundTrip();
        assertFalse(Files.exists(video.getDataFile("natives").toPath()));
        Map<Path, Object> first = identities(lasting);
        assertTrue(first.keySet().stream().anyMatch(file -> file.getFileName().toString().contains("avcodec")), first.toString());

        try (InputStream again = Files.newInputStream(BUNDLE)) {
            video.update(again);
        }
        refresh(video);
        roundTrip();
        assertEquals(1, generations(video));
        assertEquals(first, identities(lasting));
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNotUsed() throws Exception {
        restartWith(Files.writeString(folder.resolve("a file"), "no folder"));
        Bundle video = installEverything();
        roundTrip();
        assertEquals(1, generations(video));
    }

    private void restartWith(Path natives) throws Exception {
        stop();
        felix = start(folder.resolve("storage"), Map.of("deltaframe.natives", natives.toString()));
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
