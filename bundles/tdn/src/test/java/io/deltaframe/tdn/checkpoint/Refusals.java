package io.deltaframe.tdn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.CheckpointException;

/** What holds for every file that is refused. */
final class Refusals {

    private Refusals() { }

    /** The file is refused with a message that names it and says the given things, and its channel is closed. */
    static void assertRefused(byte[] file, String... said) {
        assertRefused(new MemoryChannel(file), said);
    }

    static void assertRefused(MemoryChannel channel, String... said) {
        String message = assertThrows(CheckpointException.class, () -> Checkpoints.open(channel, "odd.pth"))
                .getMessage();
        assertTrue(message.startsWith("odd.pth: "), message);
        for (String text : said) {
            assertTrue(message.contains(text), () -> "'" + message + "' should say '" + text + "'");
        }
        assertFalse(channel.isOpen(), "the channel should be closed");
    }
}
