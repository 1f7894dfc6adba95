package io.deltaframe.shell.platform;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import java.util.List;

/** A model and a recognition with other names for the same classes. */
final class LabelOverride {

    private LabelOverride() { }

    static ModelInfo of(ModelInfo m, List<String> labels) {
        return new ModelInfo(m.name(), m.version(), m.sha256(), m.architecture(), m.segments(), m.inputSize(), m.resizeShortSide(), labels,
                m.provenance(), m.license(), m.members());
    }

    static Recognition of(Recognition r, List<String> labels) {
        List<Action> actions = r.actions().stream()
                .map(action -> new Action(action.index(), labels.get(action.index()), action.score())).toList();
        return new Recognition(r.video(), of(r.model(), labels), r.engine(), r.frames(), r.views(), r.timing(), actions, r.logits(),
                r.warnings());
    }
}
