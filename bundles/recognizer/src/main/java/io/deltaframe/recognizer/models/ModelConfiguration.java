package io.deltaframe.recognizer.models;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of a model in a file; each factory configuration of {@code io.deltaframe.model} offers one. */
@ObjectClassDefinition(name = "Deltaframe model",
        description = "Offers a TDN checkpoint in a file as a model: PyTorch (.pth, .pth.tar) or safetensors, told "
                + "apart by content. Other properties become service properties of the model, for recognizers to "
                + "filter by.")
public @interface ModelConfiguration {

    /** {@return path of the checkpoint} */
    @AttributeDefinition(name = "File", description = "Path of the checkpoint file.")
    String file();

    /** {@return name, or empty} */
    @AttributeDefinition(name = "Name", required = false,
            description = "Name by which recognizers choose the model. Empty: the file's metadata, else the file name "
                    + "without extension and version.")
    String name() default "";

    /** {@return version, or empty} */
    @AttributeDefinition(name = "Version", required = false,
            description = "Version in OSGi syntax, such as 1.2.3. Empty: the file's metadata, else what the file name "
                    + "ends with (tdn-1.2.3.pth), else 1.0.0.")
    String version() default "";

    /** {@return path of the labels, or empty} */
    @AttributeDefinition(name = "Labels", required = false,
            description = "Path of a file with the names of the classes: one a line, JSON or CSV, told apart by "
                    + "content. Empty: the file's metadata, else class 0, class 1 and so on.")
    String labels() default "";

    /** {@return segments a clip, or 0} */
    @AttributeDefinition(name = "Segments", min = "0", max = "1024", required = false,
            description = "Segments a clip: 8 or 16 in the released models. 0: the file's metadata, else 8.")
    int segments() default 0;

    /** {@return pixels, or 0} */
    @AttributeDefinition(name = "Input size", min = "0", max = "4096", required = false,
            description = "Side of the centre crop in pixels. 0: the file's metadata, else 224.")
    int inputSize() default 0;

    /** {@return pixels, or 0} */
    @AttributeDefinition(name = "Short side", min = "0", max = "4096", required = false,
            description = "Length of a frame's short side after resizing in pixels. 0: the file's metadata, else 256.")
    int resizeShortSide() default 0;
}
