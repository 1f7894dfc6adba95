package io.deltaframe.api.live;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told what happens in live sessions. Register it as a service; its properties say of what it is told:
 *
 * <table>
 * <caption>Service properties, all optional</caption>
 * <tr><th>property</th><th>type</th><th>meaning</th></tr>
 * <tr><td>{@value #SESSIONS}</td><td>String+</td><td>names of sessions; {@code *} stands for any letters</td></tr>
 * <tr><td>{@value #TYPES}</td><td>String+</td>
 *     <td>of {@code window}, {@code start}, {@code end}, {@code source}</td></tr>
 * <tr><td>{@value #FILTER}</td><td>String</td><td>LDAP filter on {@code type}, {@code session}, {@code label} and
 *     {@code score} (of a window those of its best action), {@code model} and {@code state} (of a source)</td></tr>
 * </table>
 *
 * <p>A listener is called by one thread at a time, in the order in which things happened, and may take its time:
 * nothing waits for it. What it has not taken yet is kept for it up to a bound, beyond which the oldest windows are
 * dropped, and where there are none what is oldest.
 */
@ConsumerType
public interface LiveListener {

    /** Service property: names of sessions. */
    String SESSIONS = "deltaframe.live.sessions";
    /** Service property: types of results. */
    String TYPES = "deltaframe.live.types";
    /** Service property: filter on results. */
    String FILTER = "deltaframe.live.filter";

    /**
     * A window was answered.
     *
     * @param result what was seen
     */
    default void window(WindowResult result) { }

    /**
     * An action began.
     *
     * @param event at its start
     */
    default void started(ActionEvent event) { }

    /**
     * An action ended.
     *
     * @param event at its end
     */
    default void ended(ActionEvent event) { }

    /**
     * A source changed its state.
     *
     * @param event where it stands
     */
    default void source(SourceEvent event) { }
}
