package io.deltaframe.api.live;

import java.io.Serializable;
import java.time.Duration;

/**
 * Where a session stands. Immutable.
 *
 * @param session      its name
 * @param source       where its source stands
 * @param reason       why nothing, or less than there should be, comes out of it; empty where all is well
 * @param recognizer   model and version in use last; empty before the first window
 * @param window       length of a window as the model in use divides it
 * @param hop          from one window's start to the next one's, as the model in use divides the window
 * @param epoch        of the stream, from 1; 0 before the first frame
 * @param frames       frames that came
 * @param lateFrames   frames that were dropped because they came too late, or before there was a recognizer
 * @param framesPerSecond frames a second of stream time, of late; 0 where unknown
 * @param windows      windows that were answered
 * @param dropped      windows that were due and not answered
 * @param gated        windows of those answered in which the motion gate saw nothing move. With the gate on audit,
 *                     windows that would have been answered so
 * @param missed       with the gate on audit, windows of those that showed an action from the enter threshold up
 * @param events       action events that were started
 * @param open         action events that are open
 * @param lagP95       latency that 95 of 100 windows of late kept to
 * @param bytes        bytes of frames and encoded segments kept
 */
public record LiveStatus(String session, SourceState source, String reason, String recognizer, Duration window,
                         Duration hop, int epoch, long frames, long lateFrames, double framesPerSecond, long windows,
                         long dropped, long gated, long missed, long events, int open, Duration lagP95,
                         long bytes) implements Serializable { }
