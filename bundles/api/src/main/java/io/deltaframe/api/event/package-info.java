/**
 * What Deltaframe tells the platform's EventAdmin: topics and property names. Events are posted, not sent: nobody waits
 * for a handler. A platform without EventAdmin hears nothing and misses nothing else.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
