package io.deltaframe.live.session;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.live.source.FrameSink;

/**
 * What a source fills: a session.
 *
 * @param session the session
 */
record SourceSink(Session session) implements FrameSink {

    @Override
    public void push(Frame frame) {
        session.push(frame);
    }

    @Override
    public void decoded(long nanos) {
        session.meter().decoded(nanos);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        session.awaitRoom();
    }

    @Override
    public void ended() throws InterruptedException {
        session.endAndWait();
    }

    @Override
    public void lost(String why) {
        session.finish(Ending.SOURCE_LOST, why, false);
    }

    @Override
    public void state(SourceState state, String why) {
        session.source(state, why);
    }
}
