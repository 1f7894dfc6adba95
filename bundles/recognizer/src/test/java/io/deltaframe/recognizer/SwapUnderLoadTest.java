package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.event.RecognizerEvents;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * Four threads call without a pause while models good and broken come in all three ways: by configuration, as dropped
 * files, in bundles. Every answer must be that of the model it names; models are told apart by the first logit.
 */
class SwapUnderLoadTest {

    private static final int CALLERS = 4;
    private static final int CLASSES = 5;
    private static final int NARROW_SIZE = 36;
    /** As narrow and shallow as a TDN can be: what is tried here is the swap. */
    private static final Architecture NARROW = new Architecture(List.of(1, 1, 1, 1), 8, CLASSES, 2);
    private static final Architecture RESNET_50 = new Architecture(Architecture.RESNET_50, Architecture.RELEASED_WIDTH,
            CLASSES, 8);
    /** What a checkpoint is made with once, and what is then written over for each model. */
    private static final String ANY_VERSION = "1.0.99999";
    private static final float ANY_MARK = 12_345.625f;
    /** Between the first logits of successive models: far more than rounding. */
    private static final float STEP = 0.125f;

    /** By configuration, as a dropped file, in a bundle. */
    private static final int WAYS = 3;
    /** One round of all ways in so many is broken. */
    private static final int BROKEN_ROUND = 3;

    /** The callers go on without swaps for this part of the time with swaps, for comparison. */
    private static final int USUAL_SHARE = 5;

    @TempDir
    private Path folder;
    private final List<Frame> frames = IntStream.range(0, 12).mapToObj(i -> Pictures.noise(42, 38, i)).toList();
    private final AtomicInteger failures = new AtomicInteger();
    private TestFramework felix;
    private Path models;
    private byte[] good;
    private byte[] otherClasses;
    private Configuration configured;

    /**
     * A thousand with {@code -Ddeltaframe.swaps=1000}: a minute or two, as the callers leave the swaps little of the
     * processors.
     */
    @Test
    void swapsOnAnEngineOfTheTestsOwn() throws Exception {
        FakeEngine engine = new FakeEngine("fake");
        engine.answersByHead = true;
        try (TestFramework framework = start(NARROW, NARROW_SIZE)) {
            felix = framework;
            felix.context().registerService(Engine.class, engine,
                    TestFramework.dictionary(Map.of(Engine.NAME, "fake")));
            swapUnderLoad(Integer.getInteger("deltaframe.swaps", 300), "an engine of the test's own");
            felix.await("all networks but one are freed", () -> engine.openNetworks.get() == 1);
        }
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
    }

    /** More with {@code -Ddeltaframe.swaps.simd=1000}, which takes minutes: each network is warmed before it serves. */
    @Test
    void swapsOnTheCpuEngine() throws Exception {
        try (TestFramework framework = start(NARROW, NARROW_SIZE)) {
            felix = framework;
            felix.install("io.deltaframe.operators").start();
            swapUnderLoad(Integer.getInteger("deltaframe.swaps.simd", 30), "the CPU engine");
        }
    }

    /**
     * Calls as long as real ones: {@code mvn verify -Ddeltaframe.swaps.resnet50=20}, with {@code
     * -Dtest=SwapUnderLoadTest} for these alone.
     */
    @Test
    @EnabledIfSystemProperty(named = "deltaframe.swaps.resnet50", matches = "\\d+",
            disabledReason = "takes minutes; -Ddeltaframe.swaps.resnet50=20 swaps a ResNet-50 as often")
    void swapsOfResNet50s() throws Exception {
        try (TestFramework framework = start(RESNET_50, 224)) {
            felix = framework;
            felix.install("io.deltaframe.operators").start();
            swapUnderLoad(Integer.getInteger("deltaframe.swaps.resnet50"), "the CPU engine, ResNet-50");
        }
    }

    private TestFramework start(Architecture architecture, int size) throws Exception {
        TestFramework framework = new TestFramework(folder.resolve("storage"));
        for (String name : List.of("org.apache.felix.eventadmin", "org.apache.felix.fileinstall",
                "io.deltaframe.recognizer")) {
            framework.install(name).start();
        }
        EventHandler handler = event -> failures.incrementAndGet();
        framework.context().registerService(EventHandler.class, handler, TestFramework.dictionary(
                Map.of(EventConstants.EVENT_TOPIC, new String[] {RecognizerEvents.FAILED, ModelEvents.FAILED})));
        models = Files.createDirectory(folder.resolve("models"));
        Files.createDirectory(folder.resolve("made"));
        good = template(architecture, size);
        otherClasses = template(new Architecture(architecture.depths(), architecture.width(), CLASSES + 1,
                architecture.segments()), size);
        framework.configure("org.apache.felix.fileinstall",
                Map.of("felix.fileinstall.dir", models.toString(), "felix.fileinstall.poll", "10",
                "felix.fileinstall.tmpdir", folder.resolve("tmp").toString()));
        return framework;
    }

    private void swapUnderLoad(int swaps, String engine) throws Exception {
        felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "load", RecognizerConfig.MODEL, "m",
                        RecognizerConfig.LABELS, "" + CLASSES, "videos.cardinality.minimum", 0));
        configured = felix.configure(ModelConfig.PID,
                Map.of(ModelConfig.FILE, file(0, checkpoint(0, good)).toString()));
        Recognizer recognizer = felix.service(Recognizer.class, "(deltaframe.recognizer=load)");
        float base = recognizer.recognize(frames, RecognitionOptions.DEFAULT).logits().getFirst();
        long begin = System.nanoTime();
        long[] calls = callsDuring(recognizer, base, () -> {
            int served = 0;
            for (int swap = 1; swap <= swaps; swap++) {
                served += swap(recognizer, swap) ? 1 : 0;
            }
            assertTrue(served > swaps / 2 && served < swaps, served + " of " + swaps);
            return served;
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        // What is usual: the same callers, as warm as they are now, and nothing else
        long[] usual = callsDuring(recognizer, base, () -> {
            Thread.sleep((long) (seconds * 1000 / USUAL_SHARE));
            return null;
        });
        System.out.printf(Locale.ROOT, "%d swaps on %s in %.1f s under %d threads: %s; then without swaps: %s%n",
                swaps, engine, seconds, CALLERS, summary(calls), summary(usual));
    }

    /**
     * Four threads call without a pause while something else is done. {@return how many nanoseconds each call took,
     * sorted}
     */
    private long[] callsDuring(Recognizer recognizer, float base, Callable<?> meanwhile) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<long[]>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            try {
                for (int caller = 0; caller < CALLERS; caller++) {
                    callers.add(threads.submit(() -> LongStream.generate(() -> nanos(recognizer, base))
                            .takeWhile(nanos -> !done.get()).toArray()));
                }
                meanwhile.call();
            } finally {
                done.set(true);
            }
            long[] calls = callers.stream().flatMapToLong(caller -> Arrays.stream(result(caller))).sorted().toArray();
            assertTrue(calls.length > CALLERS, calls.length + " calls");
            return calls;
        }
    }

    private static String summary(long[] calls) {
        return String.format(Locale.ROOT, "%d calls, median %.2f ms, 99.9 %% within %.1f ms, longest %.1f ms",
                calls.length, calls[calls.length / 2] / 1e6, calls[(int) (calls.length * 0.999)] / 1e6,
                calls[calls.length - 1] / 1e6);
    }

    private static long[] result(Future<long[]> caller) {
        try {
            return caller.get();
        } catch (Exception e) {
            throw new AssertionError("a call failed", e);
        }
    }

    /** One call: its answer is that of the model it names. */
    private long nanos(Recognizer recognizer, float base) {
        long begin = System.nanoTime();
        Recognition recognition;
        try {
            recognition = recognizer.recognize(frames, RecognitionOptions.DEFAULT);
        } catch (RecognitionException e) {
            throw new AssertionError(e);
        }
        long took = System.nanoTime() - begin;
        int number = Integer.parseInt(recognition.model().version().substring("1.0.".length()));
        assertEquals(base + STEP * number, recognition.logits().getFirst(), STEP / 4, recognition.model().version());
        return took;
    }

    /** Offers one model more and waits for what comes of it: service or failure. */
    private boolean swap(Recognizer recognizer, int number) throws Exception {
        int round = number / WAYS;
        int before = failures.get();
        boolean broken = round % BROKEN_ROUND == 1;
        boolean half = broken && round % 2 == 0;
        byte[] whole = checkpoint(number, broken && !half ? otherClasses : good);
        Path file = file(number, half ? Arrays.copyOf(whole, whole.length / 2) : whole);
        switch (number % WAYS) {
            case 0 -> configured.update(TestFramework.dictionary(Map.of(ModelConfig.FILE, file.toString())));
            case 1 -> TestFiles.moveInto(file, models.resolve("dropped.safetensors"));
            default -> carry(Files.readAllBytes(file), number);
        }
        if (!broken) {
            felix.await("model " + number + " serves, not " + recognizer.model().version(),
                    () -> recognizer.model().version().equals("1.0." + number));
        } else {
            felix.await("model " + number + " has failed", () -> failures.get() > before);
        }
        Files.deleteIfExists(folder.resolve("made/m-" + (number - 2 * WAYS) + ".safetensors"));
        return !broken;
    }

    private byte[] template(Architecture architecture, int size) throws IOException {
        return Files.readAllBytes(MarkedCheckpoint.write(folder.resolve("made/template.safetensors"), architecture,
                size, "m", ANY_VERSION, ANY_MARK));
    }

    private static byte[] checkpoint(int number, byte[] template) {
        byte[] bytes = template.clone();
        byte[] version = ANY_VERSION.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(String.format(Locale.ROOT, "1.0.%05d", number).getBytes(StandardCharsets.US_ASCII), 0, bytes,
                find(template, version), version.length);
        System.arraycopy(little(STEP * number), 0, bytes, find(template, little(ANY_MARK)), Float.BYTES);
        return bytes;
    }

    private static byte[] little(float value) {
        return ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array();
    }

    private static int find(byte[] bytes, byte[] part) {
        int at = 0;
        while (bytes[at] != part[0] || !Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }

    private Path file(int number, byte[] bytes) throws IOException {
        return TestFiles.moveInto(Files.write(folder.resolve("whole.part"), bytes),
                folder.resolve("made/m-" + number + ".safetensors"));
    }

    private void carry(byte[] checkpoint, int number) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "carrier");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, "1.0." + number);
        manifest.getMainAttributes().putValue(Constants.PROVIDE_CAPABILITY,
                "io.deltaframe.model;path=\"m.safetensors\"");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            // Weights do not get smaller, and packing them takes longer than a swap
            out.setLevel(Deflater.NO_COMPRESSION);
            out.putNextEntry(new JarEntry("m.safetensors"));
            out.write(checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayInputStream content = new ByteArrayInputStream(jar.toByteArray());
        Bundle carrier = felix.context().getBundle("test:carrier");
        if (carrier == null) {
            felix.context().installBundle("test:carrier", content).start();
        } else {
            carrier.update(content);
        }
    }
}
