package io.deltaframe.teach.service;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.teach.Lesson;
import io.deltaframe.api.teach.Teacher;
import io.deltaframe.api.teach.TeachingException;
import io.deltaframe.api.teach.TeachingProgress;
import io.deltaframe.api.teach.TeachingReport;
import io.deltaframe.api.video.VideoSource;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Teaches with the platform's videos. */
@Component(service = Teacher.class)
public final class TeacherComponent implements Teacher {

    private final VideoSource videos;

    /**
     * Made by the component runtime.
     *
     * @param videos opens clips
     */
    @Activate
    public TeacherComponent(@Reference VideoSource videos) {
        this.videos = videos;
    }

    @Override
    public TeachingReport teach(SegmentRecognizer base, Model checkpoint, Lesson lesson,
            Consumer<TeachingProgress> listener) throws TeachingException, InterruptedException {
        try (HeldNetworks held = base.hold()) {
            if (held.networks().size() != 1) {
                throw new TeachingException("expected one network as the base, found an ensemble of "
                        + held.networks().size() + ": " + held.model().name());
            }
            if (!held.model().sha256().equals(checkpoint.info().sha256())) {
                throw new TeachingException("expected the recognizer to run the base model "
                        + checkpoint.info().name() + " " + checkpoint.info().version() + ", found "
                        + held.model().name() + " " + held.model().version());
            }
            return new Teaching(videos, held, checkpoint, lesson).run(listener);
        } catch (RecognitionException e) {
            throw new TeachingException(e.getMessage(), e);
        }
    }
}
