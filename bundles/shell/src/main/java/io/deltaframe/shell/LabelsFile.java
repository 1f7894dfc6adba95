package io.deltaframe.shell;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names of classes, one a line, UTF-8; a byte-order mark and empty lines at the end do not count. */
final class LabelsFile {

    private LabelsFile() { }

    static List<String> read(Path file) throws CommandException {
        List<String> labels;
        try {
            labels = new ArrayList<>(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new CommandException("no such file: " + file + " (--labels)", e);
        } catch (CharacterCodingException e) {
            throw new CommandException("labels file " + file + " must be UTF-8 text but is not", e);
        } catch (IOException e) {
            throw new CommandException("labels file " + file + " cannot be read: " + OneLine.of(e), e);
        }
        while (!labels.isEmpty() && labels.getLast().isBlank()) {
            labels.removeLast();
        }
        if (labels.isEmpty()) {
            throw new CommandException("labels file " + file + " must have a name a line but is empty");
        }
        labels.replaceAll(String::strip);
        if (labels.getFirst().startsWith("\uFEFF")) {
            labels.set(0, labels.getFirst().substring(1));
        }
        return labels;
    }
}
