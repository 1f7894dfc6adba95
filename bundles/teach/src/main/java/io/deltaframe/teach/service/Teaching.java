package io.deltaframe.teach.service;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.teach.Lesson;
import io.deltaframe.api.teach.TeachingException;
import io.deltaframe.api.teach.TeachingProgress;
import io.deltaframe.api.teach.TeachingReport;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.teach.dataset.LessonClip;
import io.deltaframe.teach.dataset.LessonFolder;
import io.deltaframe.teach.feature.ContentDigest;
import io.deltaframe.teach.feature.FeatureCache;
import io.deltaframe.teach.feature.FeatureSource;
import io.deltaframe.teach.feature.Looks;
import io.deltaframe.teach.head.BaseClasses;
import io.deltaframe.teach.head.Example;
import io.deltaframe.teach.head.HeadFile;
import io.deltaframe.teach.head.TaughtHead;
import io.deltaframe.teach.learner.LinearHead;
import io.deltaframe.teach.service.Looking.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One lesson, from the folder to the file. For one thread. */
final class Teaching {

    private final VideoSource videos;
    private final HeldNetworks held;
    private final Model base;
    private final Lesson lesson;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> suspicious = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    Teaching(VideoSource videos, HeldNetworks held, Model base, Lesson lesson) {
        this.videos = videos;
        this.held = held;
        this.base = base;
        this.lesson = lesson;
    }

    TeachingReport run(Consumer<TeachingProgress> listener) throws TeachingException, InterruptedException {
        check();
        LessonFolder folder = read();
        List<Seen> seen = look(folder, listener);
        List<Example> examples = new ArrayList<>();
        for (Seen clip : seen) {
            if (clip.features() == null) {
                unreadable.add(clip.clip().path() + ": " + clip.reason());
            } else {
                examples.add(new Example(clip.clip(), clip.features()));
            }
        }
        List<Integer> counts = counts(folder, examples);
        sameContent(seen);
        if (!folder.grouped() && examples.size() > 1) {
            warnings.add("nothing says which clips belong together: where several were cut from one recording the"
                    + " numbers are too good; a folder a group, or a file groups.csv, says it");
        }
        TaughtHead taught;
        LinearHead head;
        List<String> labels;
        List<String> actions = folder.actions();
        try {
            if (lesson.keepBaseClasses()) {
                BaseClasses classes = new BaseClasses(HeadFile.read(base));
                taught = TaughtHead.beside(classes, examples, actions, lesson.learner(), lesson.falseAlarmsPerHour());
                labels = new ArrayList<>(base.info().labels());
                labels.addAll(actions);
            } else {
                taught = TaughtHead.of(examples, actions, lesson.learner(), lesson.falseAlarmsPerHour());
                labels = new ArrayList<>(actions);
                if (!Double.isNaN(taught.threshold())) {
                    labels.add(LessonFolder.NONE_NAME);
                }
            }
            head = taught.head();
            warnings.addAll(taught.warnings());
            suspicious.addAll(taught.suspicious());
            Path target = Path.of(lesson.file());
            HeadFile.write(base, head, labels, metadata(taught, seen, counts), target);
            List<String> shown = new ArrayList<>(actions);
            shown.add(LessonFolder.NONE_NAME);
            return new TeachingReport(lesson.file(), ContentDigest.of(target), labels, shown, counts,
                    taught.learner(), taught.learners(), taught.confusion(), taught.negativeHours(),
                    taught.alarmsPerHour(), taught.mostPerHour(), suspicious, unreadable, warnings);
        } catch (IOException e) {
            throw new TeachingException(lesson.file() + ": cannot be written: " + FileReason.of(e), e);
        }
    }

    private void check() throws TeachingException {
        if (!lesson.learner().equals(Lesson.BEST_LEARNER) && !TaughtHead.learnerNames().contains(lesson.learner())) {
            List<String> names = TaughtHead.learnerNames();
            throw new TeachingException("there is no learner '" + lesson.learner() + "': expected "
                    + Lesson.BEST_LEARNER + ", " + String.join(", ", names.subList(0, names.size() - 1)) + " or "
                    + names.getLast());
        }
        Path parent = Path.of(lesson.file()).toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new TeachingException(lesson.file() + ": expected a file in a folder that is there, found no folder "
                    + parent);
        }
    }

    private LessonFolder read() throws TeachingException {
        LessonFolder folder;
        try {
            folder = LessonFolder.read(Path.of(lesson.folder()));
        } catch (IOException e) {
            throw new TeachingException(FileReason.of(e), e);
        }
        warnings.addAll(folder.oddities());
        boolean negatives = folder.clips().stream().anyMatch(LessonClip::negative);
        if (folder.actions().size() == 1 && !negatives && !lesson.keepBaseClasses()) {
            throw new TeachingException(lesson.folder() + ": expected two actions, or clips of anything else in a "
                    + "folder 'none', found the action '" + folder.actions().getFirst() + "' alone");
        }
        for (String action : folder.actions()) {
            if (lesson.keepBaseClasses() && base.info().labels().contains(action)) {
                throw new TeachingException(lesson.folder() + ": expected actions that the base model has no class of,"
                        + " found '" + action + "', which it has");
            }
        }
        return folder;
    }

    /** Negatives last: how long their windows are follows from how long the actions are. */
    private List<Seen> look(LessonFolder folder, Consumer<TeachingProgress> listener)
            throws TeachingException, InterruptedException {
        FeatureCache cache;
        try {
            cache = new FeatureCache(Path.of(lesson.cache()));
        } catch (IOException e) {
            throw new TeachingException(lesson.cache() + ": no folder for features can be made: " + FileReason.of(e),
                    e);
        }
        Looking looking = new Looking(new FeatureSource(videos, held), cache, lesson.workers(), folder.clips().size(),
                listener);
        List<LessonClip> actions = folder.clips().stream().filter(clip -> !clip.negative()).toList();
        List<LessonClip> negatives = folder.clips().stream().filter(LessonClip::negative).toList();
        List<Seen> seen = new ArrayList<>(looking.at(actions, Looks.whole(lesson.views())));
        double[] seconds = seen.stream().filter(clip -> clip.features() != null)
                .mapToDouble(clip -> clip.features().seconds()).sorted().toArray();
        if (seconds.length > 0) {
            seen.addAll(looking.at(negatives, Looks.windows(seconds[seconds.length / 2])));
        }
        return seen;
    }

    private List<Integer> counts(LessonFolder folder, List<Example> examples) throws TeachingException {
        List<Integer> counts = new ArrayList<>();
        for (int k = 0; k <= folder.actions().size(); k++) {
            int label = k == folder.actions().size() ? LessonFolder.NONE : k;
            int count = (int) examples.stream().filter(example -> example.clip().label() == label).count();
            if (count == 0 && label != LessonFolder.NONE) {
                throw new TeachingException(folder.actions().get(k) + ": expected a clip that can be read, found none; "
                        + unreadable.stream().filter(line -> line.startsWith(folder.actions().get(label) + "/"))
                        .findFirst().orElse(""));
            }
            counts.add(count);
        }
        return counts;
    }

    private void sameContent(List<Seen> seen) {
        Map<String, LessonClip> known = new HashMap<>();
        for (Seen clip : seen) {
            LessonClip other = clip.digest().isEmpty() ? null : known.putIfAbsent(clip.digest(), clip.clip());
            if (other != null && other.label() != clip.clip().label()) {
                suspicious.add(clip.clip().path() + ": is the same clip as " + other.path()
                        + ", of another action");
            } else if (other != null && !other.group().equals(clip.clip().group())) {
                warnings.add(clip.clip().path() + " is the same clip as " + other.path()
                        + ": the numbers are too good by it");
            }
        }
    }

    private Map<String, String> metadata(TaughtHead taught, List<Seen> seen, List<Integer> counts) {
        ModelInfo info = base.info();
        StringBuilder data = new StringBuilder();
        for (Seen clip : seen) {
            data.append(clip.digest()).append(' ').append(clip.clip().label()).append(' ')
                    .append(clip.clip().group()).append(' ').append(clip.clip().path()).append('\n');
        }
        int clips = counts.stream().mapToInt(Integer::intValue).sum();
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("name", lesson.name());
        metadata.put("version", lesson.version());
        metadata.put("provenance", "taught from " + clips + " clips on " + info.name() + " " + info.version()
                + " (SHA-256 " + info.sha256() + ") by " + taught.learner()
                + (info.provenance().isEmpty() ? "" : "; the base: " + info.provenance()));
        metadata.put("base", info.name());
        metadata.put("base_version", info.version());
        metadata.put("base_sha256", info.sha256());
        metadata.put("learner", taught.learner());
        metadata.put("learner_settings", taught.settings());
        metadata.put("data_sha256", ContentDigest.of(data.toString()));
        metadata.put("views", Integer.toString(lesson.views()));
        if (!Double.isNaN(taught.accuracy())) {
            metadata.put("left_out_accuracy", String.format(Locale.ROOT, "%.4f", taught.accuracy()));
        }
        if (!Double.isNaN(taught.threshold())) {
            metadata.put("threshold", String.format(Locale.ROOT, "%.6g", taught.threshold()));
        }
        return metadata;
    }
}
