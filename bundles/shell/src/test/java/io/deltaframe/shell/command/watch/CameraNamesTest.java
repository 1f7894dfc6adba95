package io.deltaframe.shell.command.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CameraNamesTest {

    @Test
    void a_source_is_named_by_what_is_last_in_its_path() {
        assertEquals(List.of("a.mp4", "b", "a.mp4-2"), CameraNames.of(List.of("/x/a.mp4", "x/b/", "a.mp4")));
    }

    @Test
    void a_url_is_named_by_host_and_path_without_its_secrets() {
        assertEquals(List.of("gate:554/live", "gate/live", "gate"), CameraNames.of(List.of(
                "rtsp://user:pa@ss@gate:554/live", "http://gate/live?token=secret#x", "udp://gate")));
    }
}
