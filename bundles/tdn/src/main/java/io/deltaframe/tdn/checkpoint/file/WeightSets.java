package io.deltaframe.tdn.checkpoint.file;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.CheckpointException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Finds the network among the tensors of a file, by structure: wherever the first blocks of a TDN's stages stand, the
 * path before them is the body's, whatever it is called, and a matrix of as many inputs as the body has features is the
 * head. A file may hold several sets of weights (the trained ones, their running average); one is chosen, the others
 * are named. Where no TDN is found, the dictionary that most training scripts call {@code state_dict} is taken as it
 * is.
 */
public final class WeightSets {

    /** Far beyond any file; keeps the search short whatever the keys are. */
    private static final int MAX_SETS = 16;
    private static final int MAX_LEVELS = 16;

    /** Parts of a path that wrappers and PyTorch's modules add and that name nothing of the network. */
    private static final Set<String> WRAPPERS = Set.of("module", "_orig_mod", "_fsdp_wrapped_module",
            "_checkpoint_wrapped_module", "_fpw_module", "_modules", "_parameters", "_buffers");

    /** What every TDN has and no other network: where they stand, a body stands. */
    private static final List<String> LANDMARKS = List.of("conv1_5.0.weight", "resnext_layer1.0.conv1.weight",
            "layer1_bak.0.conv1.weight", "layer2_bak.0.conv1.weight", "layer3_bak.0.conv1.weight",
            "layer4_bak.0.conv1.weight");

    /**
     * Names of the head, the likeliest first: the released code's, its earlier one, those of libraries; last the
     * ResNet's own, which is the head of networks trained with --dropout 0, but may be a rest of ImageNet's.
     */
    private static final List<String> HEADS = List.of("new_fc", "base_model.new_fc", "classifier",
            "base_model.classifier", "cls_head.fc_cls", "fc_cls", "head", "head.fc", "fc", "base_model.fc");

    /** Words for a set that follows another one. */
    private static final Set<String> FOLLOWERS = Set.of("ema", "teacher", "momentum", "swa", "avg", "average",
            "averaged", "shadow", "target", "old", "backup", "initial");

    /** Where training scripts keep weights. */
    private static final List<String> HOMES = List.of("state_dict", "model_state_dict", "model_state", "model", "net",
            "network", "weights", "params", "module");

    private static final String BODY = "base_model.";
    private static final String HEAD = "new_fc";
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    /**
     * A tensor as the file names it.
     *
     * @param dictionary path of the dictionary that it lies in, each name with a dot behind it; empty for the outermost
     * @param key        its key there
     * @param shape      its dimensions
     */
    public record Key(String dictionary, String key, long[] shape) { }

    /**
     * The weights to read.
     *
     * @param name   what the file calls the set: names of dictionaries and modules, with dots between them; empty where
     *               its tensors are not below anything
     * @param others names of the sets that are left
     * @param names  keys of the chosen set, in the order of the file, each with its name in the released code
     */
    public record Choice(String name, List<String> others, SequencedMap<Key, String> names) { }

    /** A body and its head. {@code root} is the path of the network, {@code head} the path of its head or null. */
    private record Found(String body, String root, String dictionary, String head) {
        String name() {
            return root.isEmpty() ? root : root.substring(0, root.length() - 1);
        }

        boolean follows() {
            for (String word : root.split("[._-]")) {
                if (FOLLOWERS.contains(word)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final CheckpointFile file;
    /** Keys by their path without wrappers. */
    private final Map<String, Key> byPath = new LinkedHashMap<>();

    private WeightSets(CheckpointFile file) {
        this.file = file;
    }

    /**
     * Chooses a set of weights: a network with a head before one without, one whose name does not say that it follows
     * another one, {@code state_dict}, then the first of the file.
     *
     * @param file   for messages
     * @param keys   all tensors of the file
     * @param wanted name of the set to take; empty for the likeliest
     * @return the set
     * @throws CheckpointException if there is none of the wanted name, or two keys have one name in the released code
     */
    public static Choice choose(CheckpointFile file, List<Key> keys, String wanted) throws CheckpointException {
        WeightSets sets = new WeightSets(file);
        for (Key key : keys) {
            sets.add(key);
        }
        return sets.choose(wanted);
    }

    private void add(Key key) throws CheckpointException {
        Key before = byPath.putIfAbsent(plain(key.dictionary + key.key), key);
        if (before != null) {
            throw same(before, key, plain(key.key));
        }
    }

    private CheckpointException same(Key before, Key after, String name) {
        String one = before.dictionary + before.key;
        String other = after.dictionary + after.key;
        return file.error(one.equals(other) ? quote(one) + " occurs twice" : quote(one) + " and " + quote(other)
                + " both name " + quote(name) + ": expected one of them");
    }

    private Choice choose(String wanted) throws CheckpointException {
        List<Found> found = networks();
        List<String> names = found.stream().map(Found::name).toList();
        if (!wanted.isEmpty() && !names.contains(wanted)) {
            throw file.error("expected a set of weights named " + quote(wanted) + ", found "
                    + (names.isEmpty() ? "no TDN" : String.join(", ", names.stream().map(WeightSets::shown).toList())));
        }
        if (found.isEmpty()) {
            return asTheyAre();
        }
        Found chosen = found.stream().min(Comparator.<Found, Boolean>comparing(f -> !f.name().equals(wanted)
                || wanted.isEmpty()).thenComparing(f -> f.head == null).thenComparing(Found::follows)
                .thenComparing(f -> !f.name().equals("state_dict"))).orElseThrow();
        return new Choice(chosen.name(), names.stream().filter(name -> !name.equals(chosen.name())).toList(),
                names(chosen, found));
    }

    /** {@return a set's name for messages} */
    private static String shown(String name) {
        return name.isEmpty() ? "one without a name" : quote(name);
    }

    private List<Found> networks() {
        Map<String, Key> bodies = new LinkedHashMap<>();
        byPath.forEach((path, key) -> {
            for (String landmark : LANDMARKS) {
                if (path.equals(landmark) || path.endsWith("." + landmark)) {
                    String body = path.substring(0, path.length() - landmark.length());
                    if (bodies.size() < MAX_SETS) {
                        bodies.putIfAbsent(body, key);
                    }
                }
            }
        });
        Set<String> roots = new LinkedHashSet<>();
        bodies.keySet().forEach(body -> roots.add(root(body)));
        List<Found> found = new ArrayList<>();
        bodies.forEach((body, key) -> found.add(new Found(body, root(body), plain(key.dictionary),
                head(body, root(body), roots).orElse(null))));
        return found;
    }

    private static String root(String body) {
        return body.equals(BODY) || body.endsWith("." + BODY) ? body.substring(0, body.length() - BODY.length()) : body;
    }

    /** The head is looked for below the network's own path, then below each path above it. */
    private Optional<String> head(String body, String root, Set<String> roots) {
        Key stem = byPath.get(body + "conv1.weight");
        long features = stem == null || stem.shape.length == 0 ? 0 : 32 * stem.shape[0];
        String scope = root;
        for (int level = 0; level < MAX_LEVELS; level++) {
            Map<String, String> candidates = new HashMap<>();
            for (Map.Entry<String, Key> entry : byPath.entrySet()) {
                String path = entry.getKey();
                if (path.startsWith(scope) && path.endsWith(WEIGHT) && entry.getValue().shape.length == 2
                        && !foreign(path, root, roots)) {
                    String head = path.substring(0, path.length() - WEIGHT.length());
                    String name = head.startsWith(body) ? BODY + head.substring(body.length())
                            : head.substring(scope.length());
                    if (HEADS.contains(name) || entry.getValue().shape[1] == features) {
                        candidates.put(name, head);
                    }
                }
            }
            Optional<String> known = HEADS.stream().filter(candidates::containsKey).findFirst().map(candidates::get);
            if (known.isPresent()) {
                return known;
            }
            if (!candidates.isEmpty()) {
                return candidates.size() == 1 ? Optional.of(candidates.values().iterator().next()) : Optional.empty();
            }
            if (scope.isEmpty()) {
                return Optional.empty();
            }
            scope = parent(scope);
        }
        return Optional.empty();
    }

    /** Whether a path belongs to another network that lies below or beside this one. */
    private static boolean foreign(String path, String root, Set<String> roots) {
        for (String other : roots) {
            if (!other.isEmpty() && !root.startsWith(other) && path.startsWith(other)) {
                return true;
            }
        }
        return false;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('.', path.length() - 2) + 1);
    }

    private SequencedMap<Key, String> names(Found chosen, List<Found> found) throws CheckpointException {
        Set<String> roots = new LinkedHashSet<>();
        found.forEach(other -> roots.add(other.root));
        SequencedMap<Key, String> names = new LinkedHashMap<>();
        Map<String, Key> taken = new HashMap<>();
        for (Map.Entry<String, Key> entry : byPath.entrySet()) {
            String path = entry.getKey();
            String name;
            if (chosen.head != null && path.equals(chosen.head + WEIGHT)) {
                name = HEAD + WEIGHT;
            } else if (chosen.head != null && path.equals(chosen.head + BIAS)) {
                name = HEAD + BIAS;
            } else if (foreign(path, chosen.root, roots)) {
                continue;
            } else if (path.startsWith(chosen.body)) {
                name = BODY + path.substring(chosen.body.length());
            } else if (path.startsWith(chosen.root)) {
                name = path.substring(chosen.root.length());
            } else if (plain(entry.getValue().dictionary).equals(chosen.dictionary)) {
                name = path.substring(chosen.dictionary.length());
            } else {
                continue;
            }
            put(names, taken, entry.getValue(), name);
        }
        return names;
    }

    private void put(Map<Key, String> names, Map<String, Key> taken, Key key, String name) throws CheckpointException {
        Key before = taken.putIfAbsent(name, key);
        if (before != null) {
            throw same(before, key, name);
        }
        names.put(key, name);
    }

    /** No TDN: the tensors of one dictionary under their own names, so that messages can show them. */
    private Choice asTheyAre() throws CheckpointException {
        SequencedMap<Key, String> names = new LinkedHashMap<>();
        if (byPath.isEmpty()) {
            return new Choice("", List.of(), names);
        }
        Set<String> dictionaries = new LinkedHashSet<>();
        byPath.values().forEach(key -> dictionaries.add(key.dictionary));
        String home = HOMES.stream().map(name -> name + ".").filter(dictionaries::contains).findFirst()
                .orElse(dictionaries.contains("") ? "" : dictionaries.iterator().next());
        Map<String, Key> taken = new HashMap<>();
        for (Map.Entry<String, Key> entry : byPath.entrySet()) {
            if (entry.getValue().dictionary.equals(home)) {
                put(names, taken, entry.getValue(), released(plain(entry.getValue().key)));
            }
        }
        return new Choice(home.isEmpty() ? "" : home.substring(0, home.length() - 1), List.of(), names);
    }

    /** The head was called {@code classifier} for a time. */
    private static String released(String name) {
        for (String head : List.of("base_model.classifier.", "classifier.")) {
            if (name.startsWith(head)) {
                return HEAD + "." + name.substring(head.length());
            }
        }
        return name;
    }

    /** A path without the parts that wrappers add. */
    private static String plain(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        int start = 0;
        while (start <= path.length()) {
            int dot = path.indexOf('.', start);
            int end = dot < 0 ? path.length() : dot;
            if (dot < 0 || !WRAPPERS.contains(path.substring(start, end))) {
                plain.append(path, start, dot < 0 ? end : end + 1);
            }
            start = end + 1;
        }
        return plain.toString();
    }
}
