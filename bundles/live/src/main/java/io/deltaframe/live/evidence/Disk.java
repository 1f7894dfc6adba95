package io.deltaframe.live.evidence;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where files are written. */
interface Disk {

    /** Writes a file's content. */
    interface Content {

        /**
         * Writes it.
         *
         * @param file to be made
         * @throws IOException if it cannot be written
         */
        void writeTo(Path file) throws IOException;
    }

    /** The file system. */
    Disk FILES = (file, content) -> {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + EvidenceFolder.PART);
        try {
            content.writeTo(part);
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
        return Files.size(file);
    };

    /**
     * Makes or replaces a file, whole or not at all.
     *
     * @param file    its path; folders that are missing are made
     * @param content what goes into it
     * @return its size
     * @throws IOException if it cannot be written; then nothing of it is left
     */
    long write(Path file, Content content) throws IOException;
}
