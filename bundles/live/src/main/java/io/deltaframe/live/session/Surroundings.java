package io.deltaframe.live.session;

import io.deltaframe.api.video.StreamSource;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.inference.Turns;
import io.deltaframe.live.metrics.Meters;
import io.deltaframe.live.result.Listeners;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;

/**
 * What all sessions share.
 *
 * @param recognizers in service
 * @param turns       give time on them
 * @param listeners   are told
 * @param meters      measure engines
 * @param sources     gives the service that opens streams, or null where there is none
 * @param log         of the bundle
 */
record Surroundings(Recognizers recognizers, Turns turns, Listeners listeners, Meters meters,
                    Supplier<StreamSource> sources, Logger log) { }
