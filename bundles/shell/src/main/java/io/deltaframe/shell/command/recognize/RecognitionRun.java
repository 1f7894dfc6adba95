package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.recognizer.labels.KnownOrder;
import io.deltaframe.shell.command.option.Session;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.Progress;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.RecognizerLease;
import io.deltaframe.shell.platform.UsageException;
import java.io.IOException;
import java.util.Optional;

/** One recognition from the choice of a recognizer to the printed result. */
final class RecognitionRun {

    private final Session session;
    private final RecognitionArguments arguments;

    RecognitionRun(Session session, RecognitionArguments arguments) {
        this.session = session;
        this.arguments = arguments;
    }

    /**
     * Recognises and prints: the result on {@code out}, warnings on {@code err}.
     *
     * @param video  location of the video
     * @param choice which recognizer
     * @return what was printed
     */
    Recognition run(String video, RecognizerChoice choice)
            throws CommandException, UsageException, RecognitionException, InterruptedException, IOException {
        long start = System.nanoTime();
        Recognition recognition;
        Optional<String> oddity;
        try (Progress progress = new Progress(session.err(), session.terminal());
                RecognizerLease lease = session.platform().lease(choice, progress)) {
            oddity = KnownOrder.oddity(lease.model().labels());
            recognition = lease.present(lease.recognizer().recognize(video, arguments.options(), progress));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        oddity.ifPresent(warning -> session.err().println("deltaframe: warning: " + OneLine.of(warning)));
        for (String warning : recognition.warnings()) {
            session.err().println("deltaframe: warning: " + OneLine.of(warning));
        }
        if (arguments.json()) {
            ResultJson.print(session.out(), recognition, arguments.top(), arguments.logits());
        } else {
            ResultTable.print(session.out(), recognition, arguments.top(), seconds);
        }
        return recognition;
    }
}
