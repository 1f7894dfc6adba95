package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import io.deltaframe.itests.docs.Page.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Types and methods that pages name exist. A page names them as the text of a link to the source:
 * {@code [`Type`](….java)} or {@code [`Type#method`](….java)}, where the type may be nested. The link may be one by
 * reference.
 */
class CodeReferencesTest {

    private static final Pattern REFERENCE = Pattern.compile("`([A-Z]\\w*)(?:#(\\w+))?`");
    private static final Pattern METHOD = Pattern.compile("`[A-Z]\\w*#\\w+`");

    @Test
    void types_and_methods_of_links_to_sources_are_declared_there() throws IOException {
        List<String> missing = new ArrayList<>();
        int references = 0;
        for (Page page : Checkout.pages()) {
            for (Link link : page.links()) {
                var reference = REFERENCE.matcher(link.text());
                if (link.file().toString().endsWith(".java") && reference.matches()) {
                    references++;
                    String name = link.text().replace("`", "");
                    if (!Files.exists(link.file()) || !declarations(link.file()).contains(name)) {
                        missing.add(link.toString());
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(references > 0, "no page names a type or a method");
    }

    @Test
    void methods_are_named_with_links_to_their_sources() {
        List<String> bare = new ArrayList<>();
        for (Page page : Checkout.pages()) {
            for (String line : page.prose()) {
                METHOD.matcher(line.replaceAll("\\[[^\\]]*\\](\\([^)]*\\.java\\)|\\[[^\\]]*\\])", "")).results()
                        .forEach(method -> bare.add(page + ": " + method.group()));
            }
        }
        assertEquals(List.of(), bare);
    }

    /** {@return names of the types of a source, and of their methods as {@code Type#method}} */
    private static Set<String> declarations(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> names = new HashSet<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var sources = files.getJavaFileObjects(source);
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, sources);
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitClass(ClassTree type, Void none) {
                        names.add(type.getSimpleName().toString());
                        for (Tree member : type.getMembers()) {
                            if (member instanceof MethodTree method) {
                                names.add(type.getSimpleName() + "#" + method.getName());
                            }
                        }
                        return super.visitClass(type, null);
                    }
                }.scan(unit, null);
            }
        }
        return names;
    }
}
