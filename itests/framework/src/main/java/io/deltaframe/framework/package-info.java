/**
 * A real Felix for tests, as a JUnit extension: {@link io.deltaframe.framework.FelixFramework}. What tests share with
 * bundles is named by bundle, and the packages are read from its manifest.
 */
package io.deltaframe.framework;
