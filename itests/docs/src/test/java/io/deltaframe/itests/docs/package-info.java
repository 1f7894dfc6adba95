/**
 * Tests of the pages that people read: README, CONTRIBUTING, CHANGELOG and {@code docs/}. They read the checkout as
 * text and parse sources without compiling them; only {@link io.deltaframe.itests.docs.ConfigurationPageTest} reads
 * bundles.
 */
package io.deltaframe.itests.docs;
