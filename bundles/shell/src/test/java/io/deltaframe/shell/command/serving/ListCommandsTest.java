package io.deltaframe.shell.command.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.FakePlatform;
import org.junit.jupiter.api.Test;

class ListCommandsTest {

    private final FakePlatform platform = new FakePlatform();

    @Test
    void models_are_listed_with_those_that_failed_and_why() {
        platform.readiness.add(new Readiness(Readiness.Kind.MODEL, "tiny", Readiness.State.READY, ""));
        platform.readiness.add(new Readiness(Readiness.Kind.MODEL, "broken.pth", Readiness.State.FAILED,
                "broken.pth: ends early"));
        platform.readiness.add(new Readiness(Readiness.Kind.MODEL, "old.pth", Readiness.State.READY,
                "still offers tiny 1.2.3"));
        platform.readiness.add(new Readiness(Readiness.Kind.ENGINE, "tornado", Readiness.State.FAILED, "no GPU"));
        assertEquals(new Call(0, """
                NAME        STATE   VERSION  SEGMENTS  INPUT  CLASSES  RECOGNIZERS  DESCRIPTION
                tiny        READY   1.2.3    8         112    3        default      TDN, three classes
                broken.pth  FAILED                                                  broken.pth: ends early
                old.pth     READY                                                   still offers tiny 1.2.3
                """, ""), Call.of(platform, "models"));
    }

    @Test
    void models_in_json_tell_all_there_is_to_know() {
        assertEquals(new Call(0, "[{\"name\":\"tiny\",\"version\":\"1.2.3\",\"state\":\"READY\",\"sha256\":\""
                + "ab".repeat(32)
                + "\",\"architecture\":\"TDN, three classes\",\"segments\":8,\"inputSize\":112,"
                + "\"resizeShortSide\":128,\"provenance\":\"made up\","
                + "\"license\":\"Apache-2.0\",\"labels\":[\"Falling\",\"Moving something left to right\",\"Umfallen, "
                + "\\\"größer\\\"\"],\"recognizers\":[\"default\"]}]\n", ""),
                Call.of(platform, "models", "--json"));
    }

    @Test
    void engines_are_listed_with_those_that_failed_and_why() {
        platform.readiness.add(new Readiness(Readiness.Kind.ENGINE, "tornado", Readiness.State.FAILED, "no GPU"));
        assertEquals(new Call(0, """
                NAME     STATE   DESCRIPTION
                simd     READY   Vector API, 512-bit, 2 threads
                tornado  FAILED  no GPU
                """, ""), Call.of(platform, "engines"));
        assertEquals(new Call(0,
                "[{\"name\":\"simd\",\"state\":\"READY\",\"description\":\"Vector API, 512-bit, 2 threads\"},"
                + "{\"name\":\"tornado\",\"state\":\"FAILED\",\"reason\":\"no GPU\"}]\n", ""),
                Call.of(platform, "engines", "--json"));
    }

    @Test
    void recognizers_are_listed_with_those_that_wait_and_for_what() {
        platform.readiness.add(new Readiness(Readiness.Kind.RECOGNIZER, "gate", Readiness.State.WAITING,
                "no model people 2.0.0"));
        assertEquals(new Call(0, """
                NAME     STATE    MODEL  VERSION  ENGINE  SEGMENTS  CLASSES  REASON
                default  READY    tiny   1.2.3    simd    8         3
                gate     WAITING                                             no model people 2.0.0
                """, ""), Call.of(platform, "recognizers"));
        assertEquals(new Call(0,
                "[{\"name\":\"default\",\"state\":\"READY\",\"model\":\"tiny\",\"version\":\"1.2.3\","
                        + "\"engine\":\"simd\","
                + "\"segments\":8,\"classes\":3,\"pinned\":\"\",\"reason\":\"\"},{\"name\":\"gate\","
                + "\"state\":\"WAITING\",\"reason\":\"no model people 2.0.0\"}]\n", ""),
                Call.of(platform, "recognizers", "--json"));
    }

    @Test
    void recognizers_in_service_tell_what_they_are_pinned_to_and_what_failed() {
        platform.status = new SwitchStatus("default", "tiny", "1.2.3", "simd", "tiny 1.2.3", "the swap to b failed");
        assertEquals(new Call(0, """
                NAME     STATE  MODEL  VERSION  ENGINE  SEGMENTS  CLASSES  REASON
                default  READY  tiny   1.2.3    simd    8         3        pinned to tiny 1.2.3; the swap to b failed
                """, ""), Call.of(platform, "recognizers"));
    }
}
