package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import java.io.IOException;

/** The state of a part in JSON. */
final class ReadinessJson {

    private ReadinessJson() { }

    static void object(JsonGenerator json, Readiness readiness) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", readiness.name());
        json.writeStringField("state", readiness.state().name());
        json.writeStringField("reason", readiness.reason());
        json.writeEndObject();
    }
}
