package io.deltaframe.shell.platform;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.Timing;
import io.deltaframe.api.View;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.metrics.Metrics;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.swap.Latency;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.api.teach.Teacher;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A platform with one model of three classes; it remembers what it was asked for. */
public final class FakePlatform implements Platform {

    public static final ModelInfo TINY =
            new ModelInfo("tiny", "1.2.3", "ab".repeat(32), "TDN, three classes", 8, 112, 128,
            List.of("Falling", "Moving something left to right", "Umfallen, \"größer\""), "made up", "Apache-2.0");

    private static final List<View.Crop> CROPS = List.of(View.Crop.LEFT, View.Crop.CENTER, View.Crop.RIGHT);

    public final List<Readiness> readiness = new ArrayList<>();
    public final List<String> warnings = new ArrayList<>();
    public RecognizerChoice choice;
    public EnsembleChoice ensemble;
    public String video;
    public RecognitionOptions options;
    public Path encoded;
    public int frames;
    public int open;
    public int idleWaits;
    public Integer threads;
    public Path checkpoint;
    public NetworkPlan plan;
    public int clips;
    public int best = 1;
    public Exception failure;
    public LiveSessions live;
    public Teacher teacher;
    public Metrics metrics;
    public SwitchStatus status = new SwitchStatus("default", "tiny", "1.2.3", "simd", "", "");
    public final List<String> swaps = new ArrayList<>();

    @Override
    public List<ModelInfo> models() {
        return List.of(TINY);
    }

    @Override
    public List<EngineInfo> engines() {
        return List.of(new EngineInfo("simd", "Vector API, 512-bit, 2 threads"));
    }

    @Override
    public List<RecognizerInfo> recognizers() {
        return List.of(new RecognizerInfo("default", "tiny", "1.2.3", "simd", 8, 3, List.of("tiny 1.2.3")));
    }

    @Override
    public List<SwitchStatus> switches() {
        return List.of(status);
    }

    @Override
    public ServiceHandle<ModelSwitch> modelSwitch(String recognizer) throws CommandException {
        if (!recognizer.equals("default")) {
            throw new CommandException("there is no recognizer '" + recognizer + "'; recognizers present: default");
        }
        return handle(new FakeSwitch());
    }

    @Override
    public List<Readiness> readiness(Readiness.Kind kind) {
        return readiness.stream().filter(r -> r.kind() == kind).toList();
    }

    @Override
    public void awaitLoaded(Readiness.Kind kind) { }

    @Override
    public RecognizerHandle recognizer(EnsembleChoice wanted, ProgressLine progress)
            throws CommandException, InterruptedException {
        ensemble = wanted;
        return recognizer(wanted.members().getFirst(), progress);
    }

    @Override
    public RecognizerHandle recognizer(RecognizerChoice wanted, ProgressLine progress)
            throws CommandException, InterruptedException {
        choice = wanted;
        if (failure instanceof CommandException e) {
            throw e;
        }
        if (failure instanceof InterruptedException e) {
            throw e;
        }
        return new RecognizerHandle(handle(new FakeRecognizer()), "default", () -> "simd");
    }

    @Override
    public ServiceHandle<Engine> engine(String name, Integer wanted) throws UsageException {
        if (name != null && !name.equals("simd")) {
            throw new UsageException("no engine " + name);
        }
        threads = wanted;
        return handle(new FakeEngine());
    }

    @Override
    public ServiceHandle<Model> model(String wanted, Integer segments, ProgressLine progress) throws CommandException {
        if (failure instanceof CommandException e) {
            throw e;
        }
        return handle(new Model() {
            @Override
            public ModelInfo info() {
                return TINY;
            }

            @Override
            public SeekableByteChannel openCheckpoint() throws IOException {
                return Files.newByteChannel(checkpoint);
            }
        });
    }

    @Override
    public void awaitIdle(ProgressLine progress) {
        idleWaits++;
    }

    @Override
    public ServiceHandle<LiveSessions> live() {
        return handle(live);
    }

    @Override
    public ServiceHandle<Teacher> teacher() {
        return handle(teacher);
    }

    @Override
    public ServiceHandle<Metrics> metrics() {
        return handle(metrics);
    }

    private <S> ServiceHandle<S> handle(S service) {
        open++;
        return new ServiceHandle<>(service, () -> open--);
    }

    @Override
    public void encode(Path file, double frameRate, int bitRate, Iterable<Frame> clip) {
        encoded = file;
        clip.forEach(frame -> frames++);
        try {
            Files.writeString(file, "an encoded clip");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers what it was told, and fails for models named broken. */
    private final class FakeSwitch implements ModelSwitch {

        @Override
        public SwitchStatus status() {
            return status;
        }

        @Override
        public SwitchStatus swap(ModelChoice model) throws SwapException {
            if (model.name().equals("broken")) {
                throw new SwapException("recognizer default: model broken 1.0.0: ends early");
            }
            swaps.add("swap " + model);
            return new SwitchStatus("default", model.name(), "2.0.0", "simd", model.name() + " 2.0.0", "");
        }

        @Override
        public SwitchStatus release() {
            swaps.add("release");
            return status;
        }

        @Override
        public SwitchStatus retry() {
            swaps.add("retry");
            return new SwitchStatus("default", "tiny", "1.2.3", "simd", "",
                    "runs tiny 1.2.3 on simd because a better choice failed:\n no memory");
        }

        @Override
        public ShadowReport shadow(ModelChoice model, int calls, Duration time) {
            swaps.add("shadow " + model + " " + calls + " " + time);
            boolean none = calls == 0;
            Latency unknown = new Latency(Double.NaN, Double.NaN, Double.NaN);
            return new ShadowReport("default", "tiny 1.2.3", model + "", "simd",
                    none ? ShadowReport.Ending.TIME : ShadowReport.Ending.CALLS,
                    none ? 0 : 4, 2, 1, "b.mp4: no such file", none ? 0 : 3, !none, none ? Double.NaN : 0.03125,
                    none ? unknown : new Latency(35.25, 40, 51.5), none ? unknown : new Latency(70, 71, 72.125));
        }
    }

    private final class FakeRecognizer implements Recognizer {

        @Override
        public Recognition recognize(String location, RecognitionOptions wanted, ProgressListener progress)
                throws RecognitionException {
            video = location;
            options = wanted;
            if (failure instanceof RecognitionException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            int crops = Math.max(1, wanted.crops());
            List<View> views = new ArrayList<>();
            for (int clip = 0; clip < Math.max(1, wanted.clips()); clip++) {
                for (int crop = 0; crop < crops; crop++) {
                    views.add(new View(clip, crops == 1 ? View.Crop.CENTER : CROPS.get(crop), 112));
                }
            }
            List<Action> actions = new ArrayList<>();
            actions.add(new Action(best, TINY.labels().get(best), 0.75));
            for (int i = 0; i < 3; i++) {
                if (i != best) {
                    actions.add(new Action(i, TINY.labels().get(i), 0.125));
                }
            }
            return new Recognition(location, TINY, "simd", 62, views, new Timing(12.3456789, 4, 100.5), actions,
                    List.of(-1f, 2.5f, 0.1f), warnings);
        }

        @Override
        public Recognition recognize(List<Frame> given, RecognitionOptions wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelInfo model() {
            return TINY;
        }
    }

    /** Runs nothing, and counts how often. */
    private final class FakeEngine implements Engine {

        @Override
        public String name() {
            return "simd";
        }

        @Override
        public String description() {
            return "Vector API, 512-bit, 2 threads";
        }

        @Override
        public CompiledNetwork compile(NetworkPlan wanted, Taps taps) throws EngineException {
            plan = wanted;
            if (failure instanceof EngineException e) {
                throw e;
            }
            open++;
            return new CompiledNetwork() {
                @Override
                public Architecture architecture() {
                    return wanted.architecture();
                }

                @Override
                public SegmentFeatures newFeatures(int height, int width) {
                    return new SegmentFeatures() {
                        @Override
                        public int height() {
                            return height;
                        }

                        @Override
                        public int width() {
                            return width;
                        }

                        @Override
                        public void close() { }
                    };
                }

                @Override
                public void encode(byte[] rgb, SegmentFeatures... into) {
                    if (rgb.length != 3 * 5 * into.length * into[0].height() * into[0].width()) {
                        throw new IllegalArgumentException(rgb.length + " bytes for " + into.length + " segments");
                    }
                }

                @Override
                public void classify(SegmentFeatures[] segments, float[][] logits) {
                    clips++;
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}
