package io.deltaframe.recognizer.serving;

import io.deltaframe.recognizer.lifecycle.ModelSelector;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of an ensemble; each factory configuration of {@code io.deltaframe.recognizer.ensemble} makes one. */
@ObjectClassDefinition(name = "Deltaframe ensemble recognizer",
        description = "A recognizer that runs several models on every video, such as the released ones with 8 and with "
                + "16 segments, and combines their scores. Each model follows its own better versions.")
public @interface EnsembleConfiguration {

    /** {@return service property deltaframe.recognizer} */
    @AttributeDefinition(name = "Name",
            description = "Name of the recognizer: its service property deltaframe.recognizer.")
    String name() default "ensemble";

    /** {@return names of the models} */
    @AttributeDefinition(name = "Models", cardinality = Integer.MAX_VALUE,
            description = "Names of the models, two or more, of the same classes. A name may be followed by a "
                    + "semicolon and an OSGi range of acceptable versions: tdn-8f;[1.0,2). In place of a name there "
                    + "may be an LDAP filter on service properties of models: (&(deltaframe.segments=8)(site=door)).")
    String[] models() default {};

    /** {@return number of classes, path of a file with their names, or empty} */
    @AttributeDefinition(name = "Labels", required = false,
            description = "Classes that those who use the answers rely on: a number of classes, or the path of a file "
                    + "with their names (one a line, JSON or CSV). A model with others is refused and the one in "
                    + "service stays. Empty: any classes the models share.")
    String labels() default "";

    /** {@return how scores are combined} */
    @AttributeDefinition(name = "Scoring", options = {
            @Option(label = "softmax-mean: the mean of the models' probabilities", value = "softmax-mean"),
            @Option(label = "released: logits clamped at zero and summed, as the released code does; not probabilities",
                    value = "released")},
            description = "How the scores of the models become one.")
    String scoring() default "softmax-mean";

    /** {@return name of the engine, or auto} */
    @AttributeDefinition(name = "Engine",
            description = "auto: the engine with the highest service.ranking that can run the model, for each model. "
                    + "simd: the CPU. scalar: the CPU without the Vector API, slower. tornado: the GPU.")
    String engine() default ModelSelector.ANY_ENGINE;

    /** {@return clips a video} */
    @AttributeDefinition(name = "Clips", min = "1", max = "100",
            description = "Clips a video where a call does not say.")
    int clips() default 1;

    /** {@return crops a clip} */
    @AttributeDefinition(name = "Crops", options = {
            @Option(label = "1: centre", value = "1"),
            @Option(label = "3: left, right and centre over the full short side", value = "3")},
            description = "Crops a clip where a call does not say.")
    int crops() default 1;

    /** {@return threads} */
    @AttributeDefinition(name = "Decoding threads", min = "0", max = "256",
            description = "Threads a video is decoded with. 0: one a processor.")
    int decodeThreads() default 0;
}
