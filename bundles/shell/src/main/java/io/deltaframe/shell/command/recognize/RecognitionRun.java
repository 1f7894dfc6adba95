package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.recognizer.labels.KnownOrder;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.RecognizerHandle;
import io.deltaframe.shell.platform.UsageException;
import java.io.IOException;
import java.util.Optional;

/** One recognition from the choice of a recognizer to the printed result. */
final class RecognitionRun {

    private final CommandContext context;
    private final RecognizeOptions options;

    RecognitionRun(CommandContext context, RecognizeOptions options) {
        this.context = context;
        this.options = options;
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
        try (ProgressLine progress = new ProgressLine(context.err(), context.terminal());
                RecognizerHandle handle = context.platform().recognizer(choice, progress)) {
            oddity = KnownOrder.oddity(handle.model().labels());
            recognition = handle.present(handle.recognizer().recognize(video, options.views(), progress));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        oddity.ifPresent(context::warn);
        recognition.warnings().forEach(context::warn);
        if (options.json()) {
            RecognitionJson.print(context.out(), recognition, options.top(), options.logits());
        } else {
            RecognitionTable.print(context.out(), recognition, options.top(), seconds);
        }
        return recognition;
    }
}
