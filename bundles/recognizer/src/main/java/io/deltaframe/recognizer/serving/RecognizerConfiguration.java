package io.deltaframe.recognizer.serving;

import io.deltaframe.recognizer.lifecycle.ModelSelector;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of a recognizer; each factory configuration of {@code io.deltaframe.recognizer} makes one. */
@ObjectClassDefinition(name = "Deltaframe recognizer",
        description = "Names the actions in videos with the best model and engine that fit. Without any configuration "
                + "there is one recognizer named default, which makes way for the first configured one.")
public @interface RecognizerConfiguration {

    /** {@return service property deltaframe.recognizer} */
    @AttributeDefinition(name = "Name",
            description = "Name of the recognizer: its service property deltaframe.recognizer.")
    String name() default "default";

    /** {@return name of the model, or empty} */
    @AttributeDefinition(name = "Model", required = false,
            description = "Name of the model to run. Empty: the model with the highest service.ranking, then the "
                    + "highest version.")
    String model() default "";

    /** {@return version range, or empty} */
    @AttributeDefinition(name = "Model version", required = false,
            description = "OSGi range of acceptable model versions, such as [1.0,2). Empty: any version; the highest "
                    + "wins.")
    String modelVersion() default "";

    /** {@return filter on service properties of models, or empty} */
    @AttributeDefinition(name = "Model filter", required = false,
            description = "LDAP filter on the service properties of models, such as "
                    + "(&(deltaframe.segments=8)(site=door)), beside name and version. Empty: any model.")
    String modelFilter() default "";

    /** {@return number of classes, path of a file with their names, or empty} */
    @AttributeDefinition(name = "Labels", required = false,
            description = "Classes that those who use the answers rely on: a number of classes, or the path of a file "
                    + "with their names (one a line, JSON or CSV). A model with others is refused and the one in "
                    + "service stays. Empty: any classes.")
    String labels() default "";

    /** {@return name of the engine, or auto} */
    @AttributeDefinition(name = "Engine",
            description = "auto: the engine with the highest service.ranking that can run the model. simd: the CPU. "
                    + "scalar: the CPU without the Vector API, slower. tornado: the GPU. With a name the "
                    + "recognizer waits for that engine.")
    String engine() default ModelSelector.ANY_ENGINE;

    /** {@return clips a video} */
    @AttributeDefinition(name = "Clips", min = "1", max = "100",
            description = "Clips a video where a call does not say: 1 is the released test mode, more look at more "
                    + "frames.")
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

    /** {@return whether it is there for a short while only} */
    @AttributeDefinition(name = "Temporary", required = false,
            description = "Made for a short while, as commands do: the recognizer named default stays beside it.")
    boolean temporary() default false;
}
