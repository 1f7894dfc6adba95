package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.MotionClip.Motion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** What a platform does to bundles, done to ours: they recognise after it as before. */
class LifeCycleIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    @TempDir
    private Path folder;

    private String clip(FelixFramework felix, Motion motion) throws Exception {
        Path clip = folder.resolve(motion + ".mp4");
        felix.service(VideoWriter.class).write(clip, MotionClip.FRAME_RATE, 1_500_000, MotionClip.frames(motion, 0));
        return clip.toString();
    }

    private static Recognition recognize(FelixFramework felix, String clip) throws Exception {
        return felix.service(Recognizer.class).recognize(clip, RecognitionOptions.DEFAULT);
    }

    private static void assertSame(Recognition expected, Recognition actual) {
        assertEquals(expected.logits(), actual.logits());
        assertEquals(expected.actions(), actual.actions());
        assertEquals(expected.model(), actual.model());
    }

    @Test
    void the_recognizer_is_found_by_what_it_can_do(FelixFramework felix) throws Exception {
        felix.service(Recognizer.class);
        ServiceReference<Recognizer> reference = felix.context().getServiceReferences(Recognizer.class,
                "(&(deltaframe.model=motion)(deltaframe.engine=simd)(deltaframe.segments=8)"
                        + "(deltaframe.labels.count>=15))")
                .iterator().next();
        assertEquals(new Version("1.0.0"), reference.getProperty(Recognizer.MODEL_VERSION));
        assertNotNull(reference.getProperty(Recognizer.NAME));
    }

    @Test
    void a_recognition_names_its_model_and_its_views(FelixFramework felix) throws Exception {
        String clip = clip(felix, Motion.LEFT);
        Recognition recognition = felix.service(Recognizer.class).recognize(clip, new RecognitionOptions(2, 3));
        assertEquals(clip, recognition.video());
        assertEquals("motion", recognition.model().name());
        assertEquals("1.0.0", recognition.model().version());
        assertEquals(64, recognition.model().sha256().length());
        assertEquals("simd", recognition.engine());
        assertEquals(MotionClip.frames(Motion.LEFT, 0).size(), recognition.frames());
        assertEquals(6, recognition.views().size());
        assertEquals(Motion.LEFT.label, recognition.best().label());
        assertEquals(1, recognition.actions().stream().mapToDouble(action -> action.score()).sum(), 1e-6);
    }

    @Test
    void frames_a_host_already_has_are_recognised_as_the_video_they_came_from(FelixFramework felix) throws Exception {
        List<Frame> frames = MotionClip.frames(Motion.UP, 0);
        Recognition recognition = felix.service(Recognizer.class).recognize(frames, RecognitionOptions.DEFAULT);
        assertEquals(Motion.UP.label, recognition.best().label());
        assertEquals(frames.size(), recognition.frames());
    }

    @Test
    void concurrent_calls_give_the_answers_of_serial_ones(FelixFramework felix) throws Exception {
        List<Motion> motions = List.of(Motion.RIGHT, Motion.UP, Motion.CLOCKWISE, Motion.CAMERA_LEFT);
        List<String> clips = new ArrayList<>();
        List<Recognition> serial = new ArrayList<>();
        for (Motion motion : motions) {
            clips.add(clip(felix, motion));
            serial.add(recognize(felix, clips.getLast()));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Recognition>> calls = new ArrayList<>();
            for (int call = 0; call < 16; call++) {
                String clip = clips.get(call % 4);
                calls.add(() -> recognize(felix, clip));
            }
            List<Future<Recognition>> answers = threads.invokeAll(calls);
            for (int call = 0; call < 16; call++) {
                assertSame(serial.get(call % 4), answers.get(call).get());
            }
        }
    }

    @Test
    void all_bundles_stopped_and_started_recognise_again(FelixFramework felix) throws Exception {
        String clip = clip(felix, Motion.RIGHT);
        Recognition before = recognize(felix, clip);
        assertEquals(Motion.RIGHT.label, before.best().label());
        for (Bundle bundle : Distribution.ours(felix)) {
            bundle.stop();
        }
        for (Class<?> type : List.of(Recognizer.class, Model.class, VideoSource.class, VideoWriter.class,
                ReadinessProbe.class)) {
            assertNull(felix.context().getServiceReference(type), type
                    + " is still in service although all bundles are stopped");
        }
        for (Bundle bundle : Distribution.ours(felix)) {
            bundle.start();
        }
        assertSame(before, recognize(felix, clip));
    }

    @Test
    void every_bundle_updated_in_place_recognises_again(FelixFramework felix) throws Exception {
        String clip = clip(felix, Motion.DOWN);
        Recognition before = recognize(felix, clip);
        List<Bundle> bundles = Distribution.ours(felix).stream()
                .filter(bundle -> !bundle.getSymbolicName().equals("io.deltaframe.api")).toList();
        assertTrue(bundles.size() >= 6, bundles.toString());
        for (Bundle bundle : bundles) {
            felix.update(bundle);
            felix.refresh();
            assertSame(before, recognize(felix, clip));
        }
    }
}
