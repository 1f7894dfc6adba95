package io.deltaframe.tornado.program;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.tornado.device.GraphShapes;
import org.junit.jupiter.api.Test;

class DeviceProgramTest {

    @Test
    void frames_too_large_are_refused() {
        DeviceProgram program = new DeviceProgram(new GraphShapes(), 0, 1, 1, false);
        program.map(40_000, 40_000, 1, 0);
        assertThrows(IllegalArgumentException.class, () -> program.map(40_000, 40_000, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> program.map(70_000, 70_000, 1, 0));
    }
}
