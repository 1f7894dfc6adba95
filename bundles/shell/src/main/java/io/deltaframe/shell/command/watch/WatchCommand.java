package io.deltaframe.shell.command.watch;

import io.deltaframe.api.live.EvidenceOptions;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.EngineOptions;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.LabelsOption;
import io.deltaframe.shell.command.option.MissingFile;
import io.deltaframe.shell.command.option.ModelOptions;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.RecognizerHandle;
import io.deltaframe.shell.platform.ServiceHandle;
import io.deltaframe.shell.platform.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code watch SOURCE...}: actions as they happen. */
@Command(name = "watch",
        description = "Name actions in streams as they happen, with their start and end, until the streams end or you "
                + "interrupt it.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "An event starts with a score from --threshold up, and ends when the score has stayed below --exit for "
                    + "--hold. A live source that is lost is connected again for ever, one that refuses user or "
                    + "password after a minute; a file is read once.",
            "",
            "JSON lines have a type: start and end (camera, label, score, start, end, wall, model, version, engine, "
                    + "id, epoch; at the end also peak, peak_at, ending, reason), source (camera, state, reason, "
                    + "wall), with --windows window (as start, and number, partial, clock, lag, shared, inference: "
                    + "EXACT, INCREMENTAL or NONE, gated, actions), and at last summary (windows, dropped, gated, "
                    + "missed, events, lag_p95). start, end, peak_at, lag and lag_p95 are seconds, the first three of "
                    + "stream time; wall is wall-clock time.",
            "",
            "Exit status 1 if a file cannot be read, 130 if interrupted."
        })
public final class WatchCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;
    private static final long LOOK_MILLIS = 500;
    /** What is being computed when the command is interrupted may still come; who waits does not wait long. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Clips of the last events are written within it. */
    private static final Duration WRITING = Duration.ofMinutes(1);

    private final CommandContext context;

    @Parameters(paramLabel = "SOURCE", arity = "1..*", description = "Files, or URLs that FFmpeg can open.")
    private List<String> sources;

    @Mixin
    private ModelOptions model;

    @Mixin
    private LabelsOption labels;

    @Mixin
    private WatchOptions options;

    @Mixin
    private SourceAccess access;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private HelpOption help;

    public WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        engine.check();
        EvidenceOptions evidence = options.evidence(context);
        StreamOptions opening = access.options(context);
        List<String> names = CameraNames.of(sources);
        List<LiveOptions> sessions = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            requirePresent(sources.get(i));
            sessions.add(options.options(names.get(i)));
        }
        RecognizerChoice choice = new RecognizerChoice(model.model(), labels.in(context), model.segments(),
                engine.engine(), engine.threads());
        try (ProgressLine progress = new ProgressLine(context.err(), context.terminal());
                RecognizerHandle recognizer = context.platform().recognizer(choice, progress);
                ServiceHandle<LiveSessions> live = context.platform().live()) {
            progress.clear();
            if (!recognizer.model().labels().equals(recognizer.recognizer().model().labels())) {
                throw new UsageException("--labels is for checkpoint files, but model " + recognizer.model().name()
                        + " has names for its classes");
            }
            options.requireLabels(recognizer.model());
            String oddity = options.incrementalOddity(recognizer.model().segments());
            if (!oddity.isEmpty()) {
                context.warn(oddity);
            }
            int width = names.stream().mapToInt(String::length).max().orElseThrow();
            Report report = options.json() ? new JsonReport(context.out(), options.windows())
                    : new TextReport(context.out(), options.windows(), width);
            List<SourceOptions> from = sources.stream().map(source -> SourceOptions.of(context.resolve(source))
                    .withStream(opening).withRealTime(options.realTime())).toList();
            return watch(live.get(), new Watch(report, progress), sessions, from, evidence,
                    recognizer.name());
        }
    }

    private void requirePresent(String source) throws UsageException, CommandException {
        if (source.isBlank()) {
            throw new UsageException("SOURCE is empty");
        }
        String location = context.resolve(source);
        // Said at once, and not after a model was loaded
        try {
            if (!CommandContext.isUrl(location) && !Files.exists(Path.of(location))) {
                throw new CommandException(MissingFile.reason(source, location));
            }
        } catch (InvalidPathException e) {
            throw new CommandException("no file can have this name: " + source, e);
        }
    }

    private int watch(LiveSessions live, Watch watch, List<LiveOptions> all, List<SourceOptions> from,
                      EvidenceOptions evidence, String recognizer)
            throws InterruptedException, IOException, CommandException {
        List<LiveSession> sessions = new ArrayList<>();
        int status = 0;
        try {
            for (LiveOptions each : all) {
                watch.expect(each.name());
                sessions.add(live.open(each.withRecognizer(recognizer), watch));
            }
            for (int i = 0; i < sessions.size(); i++) {
                if (evidence != null) {
                    sessions.get(i).keepEvidence(evidence);
                }
                sessions.get(i).attach(from.get(i));
            }
            while (!watch.awaitEnd(LOOK_MILLIS)) {
                if (context.terminal()) {
                    watch.show(sessions.stream().map(session -> line(session.status()))
                            .collect(Collectors.joining("  ")));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(OneLine.of(e), e);
        } catch (InterruptedException e) {
            status = INTERRUPTED;
        } finally {
            sessions.forEach(LiveSession::close);
        }
        for (LiveSession session : sessions) {
            session.drain(status == INTERRUPTED ? LAST_WORDS : WRITING);
        }
        watch.summary(Report.Summary.of(sessions.stream().map(LiveSession::status).toList()));
        Map<String, String> failures = watch.failures();
        if (status == 0 && !failures.isEmpty()) {
            throw new CommandException(failures.values().stream().map(OneLine::of).collect(Collectors.joining("; ")));
        }
        return status;
    }

    private static String line(LiveStatus camera) {
        return String.format(Locale.ROOT, "%s %s %.0f fps, %d windows, %d dropped, lag %d ms", camera.session(),
                camera.source(), camera.framesPerSecond(), camera.windows(), camera.dropped(),
                camera.lagP95().toMillis());
    }
}
