package io.deltaframe.recognizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Files as a careful operator puts them into place. */
public final class TestFiles {

    private TestFiles() { }

    /** Moves a complete file to where it is watched, in one step. */
    public static Path moveInto(Path complete, Path place) throws IOException {
        // On file systems that do not tell when a file was moved, its age tells that it is complete
        Files.setLastModifiedTime(complete, FileTime.from(Instant.now().minusSeconds(60)));
        return Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
