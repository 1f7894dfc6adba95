/**
 * The clips that are taught from: a folder with a sub-folder an action, and which of the clips belong together.
 *
 * <p>May use no other room.
 */
package io.deltaframe.teach.dataset;
