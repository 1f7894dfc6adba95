package io.deltaframe.recognizer.labels;

/** Texts of files and settings made fit for a message. */
final class Quoted {

    private static final int CHARACTERS = 120;

    private Quoted() { }

    /** {@return a text on one line, without control characters, cut where it is long} */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.chars().limit(CHARACTERS).forEach(c -> line.append(switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '?';
            default -> (char) c;
        }));
        return text.length() > CHARACTERS ? line + "..." : line.toString();
    }
}
