package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import java.util.List;

/** Configurations: what the health of a model, a recognizer, an ensemble or an engine says of them. */
final class ConfigurationMessages implements MessageKind {

    private static final String NAME = RecognizerConfig.NAME;

    @Override
    public String title() {
        return "Configurations";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("a model without a file", ModelConfig.FILE,
                        scene -> scene.configured(ModelConfig.PID, ModelConfig.NAME, "tdn")),
                row("a model whose file is not there", "tdn.pth",
                        scene -> scene.configured(ModelConfig.PID, ModelConfig.FILE, "./tdn.pth")),
                row("a model whose labels are not there", "names.txt",
                        scene -> scene.fixture("checkpoints/tiny-8f.safetensors").configured(ModelConfig.PID,
                                ModelConfig.FILE, "./tiny-8f.safetensors", ModelConfig.LABELS, "./names.txt")),
                row("a word for a number", ModelConfig.SEGMENTS,
                        scene -> scene.fixture("checkpoints/tiny-8f.safetensors").configured(ModelConfig.PID,
                                ModelConfig.FILE, "./tiny-8f.safetensors", ModelConfig.SEGMENTS, "eight")),
                row("a version of another syntax", "version",
                        scene -> scene.fixture("checkpoints/tiny-8f.safetensors").configured(ModelConfig.PID,
                                ModelConfig.FILE, "./tiny-8f.safetensors", ModelConfig.VERSION, "v2")),
                row("a recognizer of a model that is not there", "kinetics",
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.MODEL,
                                "kinetics")),
                row("a recognizer on an engine that is not there", "cuda",
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.ENGINE, "cuda")),
                row("numbers out of their range", RecognizerConfig.CLIPS,
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.CLIPS, "1000")),
                row("several wrong values", RecognizerConfig.CLIPS,
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.CLIPS, "three",
                                RecognizerConfig.CROPS, "1.5")),
                row("a range of versions of another syntax", RecognizerConfig.MODEL_VERSION,
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.MODEL_VERSION,
                                ">=1.0")),
                row("a filter of another syntax", RecognizerConfig.MODEL_FILTER,
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.MODEL_FILTER,
                                "deltaframe.segments=8")),
                row("labels that the model does not have", "174",
                        scene -> scene.configured(RecognizerConfig.PID, NAME, "door", RecognizerConfig.LABELS, "174")),
                row("an ensemble of one", EnsembleConfig.MODELS,
                        scene -> scene.configured(EnsembleConfig.PID, NAME, "pair", EnsembleConfig.MODELS, "motion")),
                row("no such rule of an ensemble", EnsembleConfig.SCORING,
                        scene -> scene.configured(EnsembleConfig.PID, NAME, "pair", EnsembleConfig.MODELS,
                                "tdn-8f;[1,2), tdn-16f", EnsembleConfig.SCORING, "median")),
                row("threads of an engine", EngineConfig.SIMD_THREADS,
                        scene -> scene.configured(EngineConfig.SIMD_PID, EngineConfig.SIMD_THREADS, "many")));
    }
}
