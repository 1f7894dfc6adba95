/**
 * Health checks, in the form that Apache Felix's health check executor asks for. Nothing else asks for these services,
 * so where its package is missing no class of this room is loaded.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.health;
