package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that pages show compiles, against the API and what every platform has. Pages leave imports out. */
class SnippetsTest {

    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("class (\\w+)");
    private static final String IMPORTS = """
            import io.deltaframe.api.*;
            import io.deltaframe.api.live.*;
            import io.deltaframe.api.live.stream.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.osgi.service.component.annotations.*;
            import org.osgi.service.log.*;
            """;

    @Test
    void snippets_compile(@TempDir Path classes) {
        List<JavaFileObject> snippets = new ArrayList<>();
        for (Page page : Checkout.pages()) {
            Matcher snippet = SNIPPET.matcher(String.join("\n", page.lines()));
            while (snippet.find()) {
                snippets.add(source(page, snippet.group(1)));
            }
        }
        assertTrue(!snippets.isEmpty(), "no page shows Java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-proc:none", "-classpath",
                System.getProperty("java.class.path"));
        assertTrue(compiler.getTask(messages, null, null, options, null, snippets).call(), messages::toString);
        assertEquals("", messages.toString());
    }

    private static JavaFileObject source(Page page, String code) {
        Matcher name = NAME.matcher(code);
        assertTrue(name.find(), page + ": expected a class, found\n" + code);
        URI uri = URI.create("string:///" + name.group(1) + JavaFileObject.Kind.SOURCE.extension);
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return IMPORTS + code;
            }
        };
    }
}
