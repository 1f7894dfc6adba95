package io.deltaframe.shell.output;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** JSON on a stream that stays open, in UTF-8, ended by a line break. */
public final class JsonOutput {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonOutput() { }

    /** {@return a generator of one JSON value; closing it ends the line and leaves the stream open} */
    public static JsonGenerator to(PrintStream target) throws IOException {
        return FACTORY.createGenerator(new FilterOutputStream(target) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.write('\n');
                out.flush();
            }
        }, JsonEncoding.UTF8);
    }

    /** Writes an array of texts as a field of an object. */
    public static void texts(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** {@return milliseconds with microseconds as decimals: as fine as these clocks mean anything} */
    public static double micros(double milliseconds) {
        return Math.round(milliseconds * 1000) / 1000.0;
    }
}
