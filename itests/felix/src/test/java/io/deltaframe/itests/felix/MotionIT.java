package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.MotionClip.Motion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The embedded model names the motion in clips it has never seen, rendered by another program and encoded to H.264. */
class MotionIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    /** Clips a motion. More can be asked for to measure how often it is right. */
    private static final int CLIPS = Integer.getInteger("deltaframe.motion.clips", 3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void names_the_motion(Motion motion, FelixFramework felix) throws Exception {
        VideoWriter writer = felix.service(VideoWriter.class);
        Recognizer recognizer = felix.service(Recognizer.class);
        List<String> wrong = new ArrayList<>();
        for (int seed = 0; seed < CLIPS; seed++) {
            Path clip = folder.resolve(motion + "-" + seed + ".mp4");
            writer.write(clip, MotionClip.FRAME_RATE, 1_500_000, MotionClip.frames(motion, seed));
            Recognition recognition = recognizer.recognize(clip.toString(), RecognitionOptions.DEFAULT);
            assertEquals("motion", recognition.model().name());
            assertEquals(15, recognition.actions().size());
            if (!recognition.best().label().equals(motion.label)) {
                wrong.add("clip " + seed + ": " + recognition.best());
            }
        }
        assertEquals(List.of(), wrong, motion.label);
    }
}
