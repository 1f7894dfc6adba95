package io.deltaframe.api.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.live.SourceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is secret in a source, and that it is not told. */
class RedactionTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', nullValues = "-", value = {
        "rtsp://anna:geheim@gate:554/live anna geheim rtsp://gate:554/live",
        "rtsp://anna@gate/live anna - rtsp://gate/live",
        "rtsp://anna:p%40ss%2Fw%25@gate/live anna p@ss/w% rtsp://gate/live",
        "rtsp://anna:p@ss@gate/live anna p@ss rtsp://gate/live",
        "rtsp://anna:p/w?x#1@gate/live anna p/w?x#1 rtsp://gate/live",
        "rtsp://anna:100%@gate/live anna 100% rtsp://gate/live",
        "RTSP://an%3Ana:b:c@[::1]:554/x an:na b:c RTSP://[::1]:554/x",
        "http://gate:8080/a@b - - http://gate:8080/a@b",
        "http://[::1]:8080/a@b - - http://[::1]:8080/a@b",
        "http://gate/?mail=a@b - - http://gate/?mail=a@b",
        "file:///home/a@b:c/d@e.mp4 - - file:///home/a@b:c/d@e.mp4",
        "clips/a:b@c.mp4 - - clips/a:b@c.mp4"})
    void credentials_are_taken_out_of_urls(String url, String user, String password, String bare) {
        Credentials found = Credentials.in(url);
        assertEquals(new Credentials(user == null ? "" : user, password == null ? "" : password), found);
        assertEquals(bare, Redaction.withoutCredentials(url));
        // And back again, in a way that means the same
        assertEquals(found, Credentials.in(found.into(bare)));
        assertEquals(bare, Redaction.withoutCredentials(found.into(bare)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret/ü %&", "s3cret%2F%C3%BC%20%25%26", "s3cret%2f%c3%bc+%25&", "%733cret%2F%C3%BC %25&",
        "YW5uYTpzM2NyZXQvw7wgJSY="})
    void a_secret_is_hidden_however_it_is_written(String written) {
        Redaction redaction = Redaction.of("rtsp://gate/live", new Credentials("anna", "s3cret/ü %&"));
        assertEquals("no answer for " + Redaction.HIDDEN + "!", redaction.apply("no answer for " + written + "!"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cannot open rtsp://anna:geheim@gate/live: refused|cannot open rtsp://gate/live: refused",
        "http://a:b@c/ and http://d:e@f/|http://c/ and http://f/",
        "http://proxy/x?to=rtsp://anna:geheim@gate/&n=1|http://proxy/x?to=rtsp://gate/&n=1",
        "http://gate/snap?user=anna&pwd=geheim&w=640|http://gate/snap?user=anna&pwd=***&w=640",
        "http://gate/v?access_token=geheim#t|http://gate/v?access_token=***#t",
        "a@b.org wrote to c:d@e|a@b.org wrote to c:d@e"})
    void urls_in_texts_lose_what_is_secret(String text, String clean) {
        assertEquals(clean, Redaction.urls(text));
    }

    @Test
    void what_follows_a_parameter_of_the_location_is_hidden_in_all_texts() {
        Redaction redaction = Redaction.of("http://gate/snap?pwd=ge%20heim&w=640", Credentials.NONE);
        assertEquals("wrong: ***, ***", redaction.apply("wrong: ge heim, ge%20heim"));
    }

    @Test
    void a_short_secret_is_hidden_as_a_word_of_its_own() {
        Redaction redaction = Redaction.of(List.of("be"));
        assertEquals("cannot be: bed, \"***\", =***", redaction.apply("cannot be: bed, \"be\", =%62e")
                .replaceFirst("\\*\\*\\*", "be"));
    }

    @Test
    void objects_do_not_tell_secrets() {
        SourceOptions source = SourceOptions.of("rtsp://anna:geheim@gate/live?token=geheim2");
        assertEquals("rtsp://gate/live?token=geheim2", source.location());
        assertEquals("geheim", source.stream().credentials().password());
        String told = source + " " + source.stream() + " " + source.stream().credentials() + " "
                + source.withRealTime(true).withStream(StreamOptions.DEFAULTS);
        assertFalse(told.contains("geheim"), told);
        assertTrue(told.contains("rtsp://gate/live"), told);
        assertEquals("geheim", source.withStream(StreamOptions.DEFAULTS).stream().credentials().password());
    }

    @Test
    void empty_secrets_hide_nothing() {
        assertEquals("text", Redaction.of(List.of("")).apply("text"));
        assertEquals("none", Credentials.NONE.toString());
        assertEquals("rtsp://gate/", Credentials.NONE.into("rtsp://gate/"));
    }

    @Test
    void a_password_comes_from_the_first_line_of_a_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("password");
        Files.writeString(file, "ge heim\r\nmore\n");
        assertEquals(new Credentials("anna", "ge heim"), Credentials.fromFile("anna", file.toString()));
        Files.writeString(file, "\ngeheim\n");
        assertEquals("expected a password in the first line of " + file + ", found an empty one", refused(file));
        Files.write(file, new byte[] {(byte) 0xFC, '\n'});
        assertEquals("expected a password in UTF-8, found other bytes in " + file, refused(file));
        assertEquals("expected a file with a password, found the folder " + folder, refused(folder));
        Path none = folder.resolve("none");
        assertEquals("expected a file with a password, found no file " + none, refused(none));
        assertEquals("expected a password in the environment variable DELTAFRAME_NONE, which is not set",
                assertThrows(IllegalArgumentException.class, () -> Credentials.fromEnvironment("anna",
                        "DELTAFRAME_NONE")).getMessage());
    }

    private static String refused(Path file) {
        return assertThrows(IllegalArgumentException.class, () -> Credentials.fromFile("anna", file.toString()))
                .getMessage();
    }
}
