package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.recognizer.labels.KnownOrder;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.OneLine;
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
    private final RecognizeOptions arguments;

    RecognitionRun(CommandContext context, RecognizeOptions arguments) {
        this.context = context;
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
        try (ProgressLine progress = new ProgressLine(context.err(), context.terminal());
                RecognizerHandle handle = context.platform().recognizer(choice, progress)) {
            oddity = KnownOrder.oddity(handle.model().labels());
            recognition = handle.present(handle.recognizer().recognize(video, arguments.options(), progress));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        oddity.ifPresent(warning -> context.err().println("deltaframe: warning: " + OneLine.of(warning)));
        for (String warning : recognition.warnings()) {
            context.err().println("deltaframe: warning: " + OneLine.of(warning));
        }
        if (arguments.json()) {
            RecognitionJson.print(context.out(), recognition, arguments.top(), arguments.logits());
        } else {
            RecognitionTable.print(context.out(), recognition, arguments.top(), seconds);
        }
        return recognition;
    }
}
