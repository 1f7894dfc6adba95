/**
 * Register tiles: the innermost loops, unrolled, most of them generated; which tile computes what; copies of tiles for
 * a distance of pixels; and the buffer in which inputs are gathered for them.
 *
 * <p>May use {@code layout}. Tiles and the class that copies them as hidden classes must stay in one package.
 */
package io.deltaframe.operators.tile;
