/**
 * Whether anything moves: small pictures of brightness, the changes between them against the noise of each cell, and
 * when a network has to look all the same. Plain arithmetic; knows neither windows nor networks.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.gate;
