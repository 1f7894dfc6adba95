package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Several models as one. */
final class EnsembleModelInfo {

    /** Enough digits to tell any two ensembles of one name apart. */
    private static final int VERSION_DIGITS = 12;

    private EnsembleModelInfo() { }

    /**
     * {@return what some networks are together; of a single one its own model}
     *
     * @param networks at least one
     * @throws UnusableModelException if they do not name the same classes in the same order; a model that names none
     *                                takes the others' names
     */
    static ModelInfo of(List<LoadedNetwork> networks) throws UnusableModelException {
        List<ModelInfo> members = networks.stream().map(LoadedNetwork::model).toList();
        ModelInfo first = members.getFirst();
        if (members.size() == 1) {
            return first;
        }
        List<String> labels = labels(members);
        String digest = Sha256.of(members.stream().map(ModelInfo::sha256).collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.US_ASCII));
        String name = joined(members.stream().map(ModelInfo::name), "+");
        String version = "1.0.0." + digest.substring(0, VERSION_DIGITS);
        String architecture = "ensemble of " + joined(members.stream().map(EnsembleModelInfo::architecture), " and ");
        int segments = members.stream().mapToInt(ModelInfo::segments).sum();
        return new ModelInfo(name, version, digest, architecture, segments, first.inputSize(), first.resizeShortSide(),
                labels, joined(members.stream().map(ModelInfo::provenance).distinct(), "; "),
                joined(members.stream().map(ModelInfo::license).distinct(), "; "), members);
    }

    private static String architecture(ModelInfo model) {
        return model.architecture() + " (" + model.segments() + " segments)";
    }

    private static String joined(Stream<String> texts, String separator) {
        return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining(separator));
    }

    private static List<String> labels(List<ModelInfo> members) throws UnusableModelException {
        ModelInfo naming = members.stream().filter(member -> !isNumbered(member.labels())).findFirst()
                .orElse(members.getFirst());
        for (ModelInfo member : members) {
            if (member.labels().size() != naming.labels().size()) {
                throw new UnusableModelException("an ensemble needs models of the same classes, but " + name(naming)
                        + " has " + naming.labels().size() + " and " + name(member) + " has " + member.labels().size());
            }
            for (int i = 0; i < naming.labels().size() && !isNumbered(member.labels()); i++) {
                if (!member.labels().get(i).equals(naming.labels().get(i))) {
                    throw new UnusableModelException("an ensemble needs models of the same classes in the same order, "
                            + "but class " + i + " is '" + naming.labels().get(i) + "' of " + name(naming) + " and '"
                            + member.labels().get(i) + "' of " + name(member));
                }
            }
        }
        return naming.labels();
    }

    private static boolean isNumbered(List<String> labels) {
        return labels.equals(ClassLabels.numbered(labels.size()));
    }

    private static String name(ModelInfo model) {
        return model.name() + " " + model.version();
    }
}
