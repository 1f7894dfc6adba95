package io.deltaframe.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Names the actions in a video. Found in the service registry by its properties:
 *
 * <table>
 * <caption>Service properties</caption>
 * <tr><th>property</th><th>type</th><th>meaning</th></tr>
 * <tr><td>{@value #NAME}</td><td>String</td><td>name of the recognizer, as configured</td></tr>
 * <tr><td>{@value #MODEL}</td><td>String</td><td>name of the model in use</td></tr>
 * <tr><td>{@value #MODEL_VERSION}</td><td>{@code org.osgi.framework.Version}</td>
 *     <td>version of the model in use</td></tr>
 * <tr><td>{@value #MODEL_SHA256}</td><td>String</td>
 *     <td>SHA-256 of the checkpoint in use, 64 lower-case hexadecimal digits</td></tr>
 * <tr><td>{@value #ENGINE}</td><td>String</td><td>engine the network runs on</td></tr>
 * <tr><td>{@value #SEGMENTS}</td><td>Integer</td><td>segments a clip</td></tr>
 * <tr><td>{@value #LABELS_COUNT}</td><td>Integer</td><td>number of classes</td></tr>
 * </table>
 *
 * <p>May be called from any number of threads; concurrent calls give the same answers as serial ones. A call ends on
 * the model it began with, whatever is swapped meanwhile. The service is there for as long as there is a model to run;
 * a reference that is kept beyond that throws what {@link #recognize} and {@link #model} say.
 */
@ProviderType
public interface Recognizer {

    /** Service property: name of the recognizer. */
    String NAME = "deltaframe.recognizer";
    /** Service property: name of the model in use. */
    String MODEL = "deltaframe.model";
    /** Service property: version of the model in use. */
    String MODEL_VERSION = "deltaframe.model.version";
    /** Service property: SHA-256 of the checkpoint in use, which tells apart files of one name and version. */
    String MODEL_SHA256 = "deltaframe.model.sha256";
    /** Service property: engine the network runs on. */
    String ENGINE = "deltaframe.engine";
    /** Service property: segments a clip. */
    String SEGMENTS = "deltaframe.segments";
    /** Service property: number of classes. */
    String LABELS_COUNT = "deltaframe.labels.count";

    /**
     * Recognises the action in a video.
     *
     * @param video    path of a file, path of a folder with numbered pictures, or a URL FFmpeg can open
     * @param options  how thoroughly to look
     * @param progress told how far the work is
     * @return the recognition
     * @throws RecognitionException if the video cannot be read, there is no model, the model fails or the thread is
     *                              interrupted; nothing is left open
     */
    Recognition recognize(String video, RecognitionOptions options, ProgressListener progress)
            throws RecognitionException;

    /**
     * Recognises the action in a video.
     *
     * @param video   path of a file, path of a folder with numbered pictures, or a URL FFmpeg can open
     * @param options how thoroughly to look
     * @return the recognition
     * @throws RecognitionException if the video cannot be read, there is no model, the model fails or the thread is
     *                              interrupted; nothing is left open
     */
    default Recognition recognize(String video, RecognitionOptions options) throws RecognitionException {
        return recognize(video, options, ProgressListener.NONE);
    }

    /**
     * Recognises the action in frames the caller already has: all frames of a video or of a part of it, in order, all
     * of one size. Sampling treats them as it treats a decoded video of as many frames; their times do not matter.
     *
     * @param frames  at least one frame
     * @param options how thoroughly to look
     * @return the recognition
     * @throws RecognitionException if there are no frames, their sizes differ, there is no model, the model fails or
     *                              the thread is interrupted
     */
    Recognition recognize(List<Frame> frames, RecognitionOptions options) throws RecognitionException;

    /**
     * {@return the model in use at this moment}
     *
     * @throws IllegalStateException if there is none any more
     */
    ModelInfo model();
}
