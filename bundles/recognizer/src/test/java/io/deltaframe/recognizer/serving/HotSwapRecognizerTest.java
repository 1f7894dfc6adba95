package io.deltaframe.recognizer.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.View;
import io.deltaframe.api.View.Crop;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.FakeEngine;
import io.deltaframe.recognizer.FakeVideo;
import io.deltaframe.recognizer.Pictures;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.EngineCandidate;
import io.deltaframe.recognizer.lifecycle.ModelSelector;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.models.FakeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HotSwapRecognizerTest {

    private static final RecognitionOptions DEFAULT = RecognitionOptions.DEFAULT;

    private final FakeEngine engine = new FakeEngine("fake");
    private final NetworkCache networks = new NetworkCache();
    private FakeVideo video = FakeVideo.noise(100, 64, 48);
    private final HotSwapRecognizer recognizer = new HotSwapRecognizer(Long.MAX_VALUE, () -> video);

    private RecognitionPipeline pipeline(String name, long id) {
        LoadedNetwork network;
        try {
            network = networks.obtain(new Deployment(new FakeModel(name, "1.0.0").candidate(0, id),
                    new EngineCandidate(engine, "fake", 0, 1)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        RecognitionPipeline pipeline = RecognitionPipeline.over(List.of(network), ScoreFusion.SOFTMAX_MEAN,
                network.model()).orElseThrow();
        network.release();
        return pipeline;
    }

    private void serve() {
        recognizer.serve(pipeline("first", 1));
        engine.encodedSegments.set(0);
    }

    private void assertNothingIsOpen() {
        recognizer.stop();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
        assertEquals(0, video.open.get());
    }

    @Test
    void aRecognitionTellsEverythingAboutItself() throws Exception {
        serve();
        video.warnings = List.of("damage at 0:01");
        List<String> progress = new ArrayList<>();
        Recognition recognition = recognizer.recognize("a.mp4", new RecognitionOptions(2, 3), (stage, done, total) -> {
            if (stage == ProgressListener.Stage.INFERENCE) {
                progress.add(done + "/" + total);
            }
        });
        assertEquals("a.mp4", recognition.video());
        assertEquals("first", recognition.model().name());
        assertEquals("fake", recognition.engine());
        assertEquals(100, recognition.frames());
        assertEquals(List.of(new View(0, Crop.LEFT, 40), new View(0, Crop.RIGHT, 40), new View(0, Crop.CENTER, 40),
                new View(1, Crop.LEFT, 40), new View(1, Crop.RIGHT, 40), new View(1, Crop.CENTER, 40)),
                recognition.views());
        assertEquals(List.of("1/6", "2/6", "3/6", "4/6", "5/6", "6/6"), progress);
        assertEquals(11, recognition.actions().size());
        assertEquals(1, recognition.actions().stream().mapToDouble(Action::score).sum(), 1e-12);
        assertEquals(11, recognition.logits().size());
        assertEquals(List.of("damage at 0:01"), recognition.warnings());
        assertTrue(recognition.timing().preprocess() > 0 && recognition.timing().inference() > 0);
        assertNothingIsOpen();
    }

    @Test
    void oneViewIsTheCentreCropOfTheReleasedClip() throws Exception {
        serve();
        Recognition recognition = recognizer.recognize("a.mp4", DEFAULT);
        assertEquals(List.of(new View(0, Crop.CENTER, 32)), recognition.views());
        assertEquals(8, engine.encodedSegments.get());
        assertNothingIsOpen();
    }

    @Test
    void theConfigurationSaysWhatACallDoesNot() throws Exception {
        serve();
        recognizer.configure(new RecognizerSettings("thorough", List.of(ModelSelector.BEST), ScoreFusion.SOFTMAX_MEAN,
                2, 3, 0));
        assertEquals(6, recognizer.recognize("a.mp4", DEFAULT).views().size());
        assertEquals(1, recognizer.recognize("a.mp4", new RecognitionOptions(1, 1)).views().size());
        assertNothingIsOpen();
    }

    @Test
    void framesOfTheCallerGiveTheSameAsTheVideo() throws Exception {
        serve();
        List<Frame> frames = IntStream.range(0, 100).mapToObj(video.frames).toList();
        Recognition ofFrames = recognizer.recognize(frames, new RecognitionOptions(3, 3));
        Recognition ofVideo = recognizer.recognize("a.mp4", new RecognitionOptions(3, 3));
        assertEquals(ofVideo.logits(), ofFrames.logits());
        assertEquals(ofVideo.actions(), ofFrames.actions());
        assertEquals("100 frames of 64x48", ofFrames.video());
        assertEquals(100, ofFrames.frames());
        assertEquals(0, ofFrames.timing().decode());
        assertNothingIsOpen();
    }

    @Test
    void framesThatAreNoneOrOfSeveralSizesAreRefused() {
        serve();
        assertEquals("recognizer default: expected at least one frame, found none",
                assertThrows(RecognitionException.class, () -> recognizer.recognize(List.of(), DEFAULT)).getMessage());
        List<Frame> mixed = List.of(Pictures.plain(8, 6, 0), Pictures.plain(8, 6, 0), Pictures.plain(6, 8, 0));
        assertEquals("recognizer default: expected frames of one size, found 8x6 for frame 0 and 6x8 for frame 2",
                assertThrows(RecognitionException.class, () -> recognizer.recognize(mixed, DEFAULT)).getMessage());
        assertNothingIsOpen();
    }

    @Test
    void segmentsOfShortVideosThatCoincideAreEncodedOnce() throws Exception {
        serve();
        video = FakeVideo.noise(5, 64, 48);
        Recognition once = recognizer.recognize("short.mp4", DEFAULT);
        assertEquals(1, engine.encodedSegments.get());
        // The buffer that was used for one segment serves eight again
        video = FakeVideo.noise(100, 64, 48);
        recognizer.recognize("long.mp4", DEFAULT);
        video = FakeVideo.noise(5, 64, 48);
        assertEquals(once.logits(), recognizer.recognize("short.mp4", DEFAULT).logits());
        assertNothingIsOpen();
    }

    @Test
    void clipsThatDoNotFitIntoMemoryAreDecodedInSeveralPassesWithTheSameResult() throws Exception {
        serve();
        RecognitionOptions tenClips = new RecognitionOptions(10, 1);
        Recognition atOnce = recognizer.recognize("a.mp4", tenClips);
        assertEquals(1, video.opened.get());
        // Room for the frames of one clip and a few more
        HotSwapRecognizer modest = new HotSwapRecognizer(45 * 3 * 32 * 32, () -> video);
        modest.serve(pipeline("first", 1));
        Recognition inPasses = modest.recognize("a.mp4", tenClips);
        assertTrue(video.opened.get() > 3, video.opened + " passes");
        assertEquals(atOnce.logits(), inPasses.logits());
        assertEquals(atOnce.views(), inPasses.views());
        modest.stop();
        assertNothingIsOpen();
    }

    @Test
    void aWrongFrameCountIsForgottenWhenTheRightOneIsFound() throws Exception {
        serve();
        Recognition right = recognizer.recognize("a.mp4", DEFAULT);
        video.claimedFrames = 250;
        Recognition corrected = recognizer.recognize("a.mp4", DEFAULT);
        assertEquals(right.logits(), corrected.logits());
        assertEquals(100, corrected.frames());
        assertNothingIsOpen();
    }

    @Test
    void aVideoMayChangeItsPictureSizeOnTheWay() throws Exception {
        serve();
        video = new FakeVideo(100, i -> i < 50 ? Pictures.noise(64, 48, i) : Pictures.noise(50, 70, i));
        assertEquals(2, recognizer.recognize("a.mp4", new RecognitionOptions(2, 1)).views().size());
        assertNothingIsOpen();
    }

    @Test
    void concurrentCallsGiveTheSameAsSerialOnes() throws Exception {
        serve();
        List<List<Frame>> videos = IntStream.range(0, 6).mapToObj(v -> IntStream.range(0, 10 + 9 * v)
                .mapToObj(i -> Pictures.noise(50 + v, 45, 1000 * v + i)).toList()).toList();
        List<Recognition> serial = new ArrayList<>();
        for (List<Frame> each : videos) {
            serial.add(recognizer.recognize(each, new RecognitionOptions(1, 3)));
        }
        assertNotEquals(serial.get(0).logits(), serial.get(1).logits());
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<Recognition>> concurrent = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                List<Frame> each = videos.get(i % 6);
                concurrent.add(threads.submit(() -> recognizer.recognize(each, new RecognitionOptions(1, 3))));
            }
            for (int i = 0; i < 48; i++) {
                assertEquals(serial.get(i % 6).actions(), concurrent.get(i).get().actions());
            }
        }
        assertNothingIsOpen();
    }

    @Test
    void aCallEndsOnTheNetworkItBeganWithWhichIsThenFreed() throws Exception {
        serve();
        // Before the gate is shut: it answers clips on trial
        RecognitionPipeline second = pipeline("second", 2);
        engine.encodeGate = new FakeEngine.Gate(true);
        FakeEngine.Gate gate = engine.encodeGate;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Recognition> inFlight = thread.submit(() -> recognizer.recognize("a.mp4", DEFAULT));
            gate.reached.await();
            recognizer.serve(second);
            assertEquals(2, engine.openNetworks.get());
            assertEquals("second", recognizer.model().name());
            gate.opened.countDown();
            assertEquals("first", inFlight.get().model().name());
        }
        assertEquals(1, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
        assertEquals("second", recognizer.recognize("a.mp4", DEFAULT).model().name());
        assertNothingIsOpen();
    }

    @Test
    void aCallInFlightEndsWhenTheRecognizerIsStoppedAndLaterOnesAreTold() throws Exception {
        serve();
        engine.encodeGate = new FakeEngine.Gate(true);
        FakeEngine.Gate gate = engine.encodeGate;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Recognition> inFlight = thread.submit(() -> recognizer.recognize("a.mp4", DEFAULT));
            gate.reached.await();
            recognizer.stop();
            assertEquals("recognizer default is stopped",
                    assertThrows(RecognitionException.class, () -> recognizer.recognize("a.mp4", DEFAULT))
                    .getMessage());
            assertEquals(1, engine.openNetworks.get());
            gate.opened.countDown();
            assertEquals("first", inFlight.get().model().name());
        }
        assertNothingIsOpen();
    }

    @Test
    void aNetworkThatComesAfterTheStopIsFreedAtOnce() {
        recognizer.stop();
        serve();
        assertNothingIsOpen();
        assertThrows(IllegalStateException.class, recognizer::model);
    }

    @Test
    void aFailingEngineIsNamedAndLeavesNothingBehind() {
        serve();
        engine.fault = new IllegalStateException("device lost");
        RecognitionException e = assertThrows(RecognitionException.class, () -> recognizer.recognize("a.mp4", DEFAULT));
        assertEquals("recognizer default (first 1.0.0 on fake) failed on a.mp4: "
                + "device lost",
                e.getMessage());
        assertSame(engine.fault, e.getCause());
        assertEquals(0, engine.openFeatures.get());
        engine.fault = null;
        assertEquals(0, video.open.get());
        assertNothingIsOpen();
    }

    @Test
    void wantOfMemoryIsSaidInOneLine() {
        serve();
        video = new FakeVideo(100, i -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertEquals("recognizer default (first 1.0.0 on fake) failed on a.mp4: not enough memory (Java heap space) in "
                + "a Java heap of at most " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB: set DELTAFRAME_HEAP or -Xmx to more",
                assertThrows(RecognitionException.class, () -> recognizer.recognize("a.mp4", DEFAULT)).getMessage());
        assertNothingIsOpen();
    }

    @Test
    void aListenerThatThrowsLeavesNothingBehind() {
        serve();
        assertThrows(RecognitionException.class, () -> recognizer.recognize("a.mp4", DEFAULT, (stage, done, total) -> {
            throw new UnsupportedOperationException("no");
        }));
        assertNothingIsOpen();
    }

    @Test
    void aVideoThatCannotBeReadIsNamedWithItsReason() {
        serve();
        RecognitionException missing =
                assertThrows(RecognitionException.class, () -> recognizer.recognize("missing.mp4", DEFAULT));
        assertEquals("recognizer default cannot read the video: missing.mp4: no such file", missing.getMessage());
        video.breaksAt = 40;
        RecognitionException broken = assertThrows(RecognitionException.class,
                () -> recognizer.recognize("b.mp4", DEFAULT));
        assertTrue(broken.getMessage().contains("b.mp4: broken at frame"), broken.getMessage());
        assertTrue(broken.getCause() instanceof VideoException);
        assertNothingIsOpen();
    }

    @Test
    void anInterruptedThreadStopsDecodingAndStaysInterrupted() {
        serve();
        Thread.currentThread().interrupt();
        try {
            RecognitionException e = assertThrows(RecognitionException.class,
                    () -> recognizer.recognize("a.mp4", DEFAULT));
            assertTrue(e.getCause() instanceof CancellationException);
            assertTrue(e.getMessage().contains("interrupted at frame"), e.getMessage());
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertNothingIsOpen();
    }

    @Test
    void withoutANetworkOrAVideoSourceACallSaysWhatIsMissing() {
        assertEquals("recognizer default has no network yet",
                assertThrows(RecognitionException.class, () -> recognizer.recognize("a.mp4", DEFAULT)).getMessage());
        HotSwapRecognizer framesOnly = new HotSwapRecognizer(Long.MAX_VALUE, () -> null);
        assertTrue(assertThrows(RecognitionException.class, () -> framesOnly.recognize("a.mp4", DEFAULT)).getMessage()
                .contains("expected a VideoSource service"));
    }
}
