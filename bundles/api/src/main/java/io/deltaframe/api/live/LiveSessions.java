package io.deltaframe.api.live;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens live sessions. A service; safe for several threads. Sessions end with the service at the latest, and sooner
 * when they are closed.
 */
@ProviderType
public interface LiveSessions {

    /**
     * Opens a session whose results come to whoever listens.
     *
     * @param options how to look
     * @return the session, for the caller to close
     * @throws IllegalArgumentException if there is a session of this name already, or the recognizer's filter is none
     */
    default LiveSession open(LiveOptions options) {
        return open(options, new LiveListener() { });
    }

    /**
     * Opens a session.
     *
     * @param options  how to look
     * @param listener told of this session, beside those that listen as services
     * @return the session, for the caller to close
     * @throws IllegalArgumentException if there is a session of this name already, or the recognizer's filter is none
     */
    LiveSession open(LiveOptions options, LiveListener listener);

    /** {@return where every open session stands, by name} */
    List<LiveStatus> status();
}
