package io.deltaframe.itests.felix.messages;

import java.util.List;

/**
 * A kind of bad input, and a section of {@code docs/messages.md}. A class of this package whose name ends in
 * {@code Messages} and that implements this is found by itself; it needs a constructor without parameters.
 */
interface MessageKind {

    /** {@return the heading of its section} */
    String title();

    /** {@return the bad inputs, in the order of the page} */
    List<Row> rows();

    /**
     * A bad input.
     *
     * @param name    what is wrong, for the page
     * @param names   what the first line of the answer has to name: a file, an option, a configuration
     * @param attempt makes the input and tries it
     */
    record Row(String name, String names, Attempt attempt) { }

    /** Makes a bad input and tries it. */
    @FunctionalInterface
    interface Attempt {

        /**
         * Tries it.
         *
         * @param scene an empty folder and a running platform
         * @return what was said
         * @throws Exception if it could not be tried, which fails the test
         */
        Told in(Scene scene) throws Exception;
    }

    /** {@return a bad input, see {@link Row}} */
    static Row row(String name, String names, Attempt attempt) {
        return new Row(name, names, attempt);
    }
}
