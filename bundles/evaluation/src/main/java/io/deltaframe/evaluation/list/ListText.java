package io.deltaframe.evaluation.list;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a text in UTF-8, with any ends of lines, with or without byte-order marks. */
final class ListText {

    /**
     * A line that is not empty.
     *
     * @param number from 1, empty lines counted
     * @param text   without blanks and marks around it
     */
    record Line(int number, String text) {

        /** More comments in a line than any has. */
        private static final int MOST_MARKS = 16;

        /** {@return what stands before each # that has a blank beside it, the longest first} */
        List<Line> withoutComment() {
            List<Line> cut = new ArrayList<>();
            int mark = text.lastIndexOf('#');
            for (int i = 0; i < MOST_MARKS && mark > 0; i++) {
                if (isBlank(text.charAt(mark - 1)) || mark + 1 == text.length() || isBlank(text.charAt(mark + 1))) {
                    cut.add(new Line(number, stripped(text.substring(0, mark))));
                }
                mark = text.lastIndexOf('#', mark - 1);
            }
            return cut;
        }
    }

    private ListText() { }

    /**
     * {@return the lines that are not empty}
     *
     * @throws IOException if it is no text in UTF-8; the message has what was expected and what was found
     */
    static List<Line> lines(byte[] bytes) throws IOException {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new IOException("expected UTF-8, found UTF-16; save it as UTF-8");
        }
        int zeros = 0;
        for (byte each : bytes) {
            zeros += each == 0 ? 1 : 0;
        }
        if (zeros > 0) {
            throw new IOException(Math.abs(bytes.length - 2 * zeros) <= bytes.length / 8
                    ? "expected UTF-8, found UTF-16 without a mark; save it as UTF-8"
                    : "expected text in UTF-8, found a binary file");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("expected UTF-8, found bytes that are none; save it as UTF-8", e);
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String inside = stripped(line);
            if (!inside.isEmpty()) {
                lines.add(new Line(number, inside));
            }
        }
        return lines;
    }

    /** Marks also stand at the beginning of later lines, where files were put together. */
    private static String stripped(String line) {
        int begin = 0;
        int end = line.length();
        while (begin < end && isBlank(line.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(begin, end);
    }

    /** {@return whether a character is a blank of any kind, those that do not break lines or have no width too} */
    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    /** {@return what a list says on one line, as messages are: a blank for each control character and separator} */
    static String line(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }
}
