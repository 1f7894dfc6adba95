package io.deltaframe.architecture.wrong.below;

import io.deltaframe.architecture.wrong.above.Above;

/** Knows the one above, which makes a circle. An array of it, so that elements of arrays are seen as well. */
public final class Below {

    private final Above[] above;

    Below(Above... above) {
        this.above = above;
    }

    int count() {
        return above.length;
    }
}
