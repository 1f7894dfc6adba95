package io.deltaframe.recognizer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of a recognizer; each factory configuration of {@code io.deltaframe.recognizer} makes one. */
@ObjectClassDefinition(name = "Deltaframe recognizer",
        description = "Names the actions in videos with the best model and engine that fit. Without any configuration there is one "
                + "recognizer named default.")
public @interface RecognizerConfiguration {

    /** {@return service property deltaframe.recognizer} */
    @AttributeDefinition(name = "Name", description = "Name of the recognizer: its service property deltaframe.recognizer.")
    String name() default "default";

    /** {@return name of the model, or empty} */
    @AttributeDefinition(name = "Model", required = false,
            description = "Name of the model to run. Empty: the model with the highest service.ranking, then the highest version.")
    String model() default "";

    /** {@return version range, or empty} */
    @AttributeDefinition(name = "Model version", required = false,
            description = "OSGi range of acceptable model versions, such as [1.0,2). Empty: any version; the highest wins.")
    String modelVersion() default "";

    /** {@return name of the engine, or auto} */
    @AttributeDefinition(name = "Engine",
            description = "auto: the engine with the highest service.ranking that can run the model. simd: the CPU. tornado: the GPU. "
                    + "With a name the recognizer waits for that engine.")
    String engine() default Wish.ANY_ENGINE;

    /** {@return clips a video} */
    @AttributeDefinition(name = "Clips", min = "1", max = "100",
            description = "Clips a video where a call does not say: 1 is the released test mode, more look at more frames.")
    int clips() default 1;

    /** {@return crops a clip} */
    @AttributeDefinition(name = "Crops", options = {
            @Option(label = "1: centre", value = "1"), @Option(label = "3: left, right and centre over the full short side", value = "3")},
            description = "Crops a clip where a call does not say.")
    int crops() default 1;

    /** {@return threads} */
    @AttributeDefinition(name = "Decoding threads", min = "0", max = "256",
            description = "Threads a video is decoded with. 0: one a processor.")
    int decodeThreads() default 0;
}
