package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.teach.Lesson;
import io.deltaframe.api.teach.Teacher;
import io.deltaframe.api.teach.TeachingReport;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.NewMotionClip.Motion;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the embedded model, taught six motions it has no class for, is right with other clips of them. Takes
 * minutes: {@code -Ddeltaframe.teach.draws=20} says how often clips are drawn.
 */
@EnabledIfSystemProperty(named = "deltaframe.teach.draws", matches = "\\d+")
class TeachBarsIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    private static final int DRAWS = Integer.getInteger("deltaframe.teach.draws", 1);
    private static final int POOL = 20;
    private static final int TESTED = 10;

    @TempDir
    private static Path folder;
    private static final Map<Motion, List<float[]>> FEATURES = new EnumMap<>(Motion.class);

    @BeforeAll
    static void render_the_clips(FelixFramework felix) throws Exception {
        VideoWriter writer = felix.service(VideoWriter.class);
        for (Motion motion : Motion.values()) {
            List<float[]> features = new ArrayList<>();
            for (int seed = 0; seed < POOL; seed++) {
                Path clip = clip(motion, seed);
                writer.write(clip, NewMotionClip.FRAME_RATE, 1_500_000, NewMotionClip.frames(motion, seed, 3));
                features.add(features(felix, clip));
            }
            FEATURES.put(motion, features);
        }
    }

    private static Path clip(Motion motion, int seed) {
        return folder.resolve(motion + "-" + seed + ".mp4");
    }

    /** The mean over the segments of the view that a recognition takes. */
    private static float[] features(FelixFramework felix, Path clip) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (Video video = felix.service(VideoSource.class).open(clip.toString(), 1)) {
            video.decode(new Video.FrameSelection() {
                @Override
                public int[] select(int count) {
                    frames.clear();
                    return IntStream.range(0, count).toArray();
                }

                @Override
                public void accept(int index, Frame frame) {
                    frames.add(frame);
                }
            });
        }
        try (HeldNetworks held = felix.service(SegmentRecognizer.class).hold()) {
            SegmentNetwork network = held.networks().getFirst();
            List<EncodedSegment> rooms = new ArrayList<>();
            List<List<Frame>> segments = new ArrayList<>();
            double tick = (frames.size() - 4) / (double) network.segments();
            for (int t = 0; t < network.segments(); t++) {
                int start = (int) (tick * t + tick / 2);
                segments.add(frames.subList(start, start + SegmentNetwork.FRAMES));
                rooms.add(network.newSegment());
            }
            network.encode(segments, rooms);
            float[] all = network.features(List.of(rooms))[0];
            rooms.forEach(EncodedSegment::close);
            float[] mean = new float[network.features()];
            for (int i = 0; i < all.length; i++) {
                mean[i % mean.length] += all[i] / network.segments();
            }
            return mean;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.65", "5, 0.85"})
    void learns_from_few_clips(int shots, double bar, FelixFramework felix) throws Exception {
        Random random = new Random(shots);
        double sum = 0;
        double seconds = 0;
        List<String> lines = new ArrayList<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            Path lesson = folder.resolve("lesson-" + shots + "-" + draw);
            Map<Motion, List<Integer>> drawn = new EnumMap<>(Motion.class);
            for (Motion motion : Motion.values()) {
                List<Integer> seeds = new ArrayList<>(IntStream.range(0, POOL).boxed().toList());
                Collections.shuffle(seeds, random);
                drawn.put(motion, seeds);
                Path clips = Files.createDirectories(lesson.resolve(motion.label()));
                for (int seed : seeds.subList(0, shots)) {
                    Files.copy(clip(motion, seed), clips.resolve(seed + ".mp4"));
                }
            }
            Path file = folder.resolve("taught.safetensors");
            long begin = System.nanoTime();
            TeachingReport report = felix.service(Teacher.class).teach(felix.service(SegmentRecognizer.class),
                    motion(felix), new Lesson(lesson.toString(), "taught", "1.0.0", file.toString(),
                    folder.resolve("cache").toString(), Lesson.BEST_LEARNER, 3, false, 1, 2), progress -> { });
            seconds += (System.nanoTime() - begin) / 1e9;
            int right = 0;
            Map<Motion, Map<String, Integer>> confusion = new EnumMap<>(Motion.class);
            try (Checkpoint taught = Checkpoints.open(file)) {
                float[] weight = taught.read("new_fc.weight");
                float[] bias = taught.read("new_fc.bias");
                for (Motion motion : Motion.values()) {
                    for (int seed : drawn.get(motion).subList(POOL - TESTED, POOL)) {
                        String answer = report.labels().get(best(weight, bias, FEATURES.get(motion).get(seed)));
                        right += answer.equals(motion.label()) ? 1 : 0;
                        confusion.computeIfAbsent(motion, any -> new TreeMap<>()).merge(answer, 1, Integer::sum);
                    }
                }
            }
            double accuracy = right / (double) (TESTED * Motion.values().length);
            sum += accuracy;
            lines.add(String.format(Locale.ROOT, "%.3f %s %s%n   %s", accuracy, report.learner(), report.learners(),
                    confusion));
        }
        System.out.printf(Locale.ROOT, "%d clips an action: %.3f right in the mean of %d draws, %.2f s a lesson%n%s%n",
                shots, sum / DRAWS, DRAWS, seconds / DRAWS, String.join("\n", lines));
        assertTrue(sum / DRAWS >= bar, "expected " + bar + ", found " + sum / DRAWS);
    }

    private static Model motion(FelixFramework felix) throws Exception {
        Model model = felix.service(Model.class);
        ModelInfo info = model.info();
        assertEquals("motion", info.name());
        return model;
    }

    private static int best(float[] weight, float[] bias, float[] features) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < bias.length; k++) {
            double logit = bias[k];
            for (int j = 0; j < features.length; j++) {
                logit += weight[k * features.length + j] * features[j];
            }
            if (logit > most) {
                most = logit;
                best = k;
            }
        }
        return best;
    }
}
