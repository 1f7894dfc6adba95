/**
 * One compiled network: encoding and classifying for several callers in turn, its memory on the device, its warm-up and
 * its taps.
 *
 * <p>May use {@code program}, {@code device} and {@code weights}; does not know the service.
 */
package io.deltaframe.tornado.network;
