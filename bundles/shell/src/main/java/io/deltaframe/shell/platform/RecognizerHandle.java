package io.deltaframe.shell.platform;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Recognizer;

/** A recognizer for the time of one command. Closing undoes whatever was configured to get it. */
public interface RecognizerHandle extends AutoCloseable {

    /** {@return the recognizer} */
    Recognizer recognizer();

    /** {@return its model as the caller shall see it, with the labels that were asked for} */
    default ModelInfo model() {
        return recognizer().model();
    }

    /** {@return name of the engine it runs on} */
    String engine();

    /**
     * {@return the recognition as the caller shall see it, with the labels that were asked for}
     *
     * @param recognition what the recognizer found
     */
    default Recognition present(Recognition recognition) {
        return recognition;
    }

    @Override
    void close();
}
