package io.deltaframe.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a bundle exports, as text: packages with their versions, and of each the public and protected types and members,
 * in an order that does not depend on the compiler.
 */
final class ApiSignatures {

    /** A package in the header {@code Export-Package} that bnd writes, with its version. */
    private static final Pattern EXPORT =
            Pattern.compile("(?:^|,)([a-z][\\w.]*)(?:;[a-z-]+:?=(?:\"[^\"]*\"|[^,;\"]*))*");
    private static final Pattern VERSION = Pattern.compile(";version=\"?([^\";,]*)");

    private final Path classes;
    private final ClassLoader loader;
    private final List<String> lines = new ArrayList<>();

    private ApiSignatures(Path classes, ClassLoader loader) {
        this.classes = classes;
        this.loader = loader;
    }

    /**
     * Lists what a bundle exports.
     *
     * @param classes its class files, with the manifest that bnd wrote
     * @param loader  finds these classes and those of other bundles that they name
     * @return one line a package, type and member
     * @throws IOException if the folder cannot be read or has no manifest
     * @throws ReflectiveOperationException if a class cannot be loaded
     */
    static List<String> of(Path classes, ClassLoader loader) throws IOException, ReflectiveOperationException {
        ApiSignatures signatures = new ApiSignatures(classes, loader);
        for (Map.Entry<String, String> exported : exports(classes).entrySet()) {
            signatures.addPackage(exported.getKey(), exported.getValue());
        }
        return List.copyOf(signatures.lines);
    }

    private static Map<String, String> exports(Path classes) throws IOException {
        String header;
        try (InputStream in = Files.newInputStream(classes.resolve("META-INF/MANIFEST.MF"))) {
            header = new Manifest(in).getMainAttributes().getValue("Export-Package");
        }
        Map<String, String> exports = new TreeMap<>();
        Matcher clause = EXPORT.matcher(header == null ? "" : header);
        while (clause.find()) {
            Matcher version = VERSION.matcher(clause.group());
            exports.put(clause.group(1), version.find() ? version.group(1) : "no version");
        }
        return exports;
    }

    private void addPackage(String name, String version) throws IOException, ReflectiveOperationException {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add("package " + name + " " + version);
        List<String> types;
        try (Stream<Path> folder = Files.list(classes.resolve(name.replace('.', '/')))) {
            types = folder.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())).sorted().toList();
        }
        for (String type : types) {
            addType(Class.forName(name + "." + type, false, loader));
        }
    }

    private void addType(Class<?> type) throws IOException, ReflectiveOperationException {
        if (!isVisible(type)) {
            return;
        }
        lines.add("");
        lines.add(shorten(role(type) + type.toGenericString() + components(type) + ancestors(type)));
        List<String> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field)) {
                fields.add(field.toGenericString() + constant(field));
            }
        }
        // Constants of an enumeration stand in their order: it is what ordinal() and compareTo() tell.
        addMembers(type, type.isEnum() ? fields.stream() : fields.stream().sorted());
        addMembers(type, Arrays.stream(type.getDeclaredConstructors())
                .filter(ApiSignatures::isVisible).map(Constructor::toGenericString).sorted());
        addMembers(type, Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isVisible(method) && !isOfEveryObject(method)).map(Method::toGenericString).sorted());
    }

    private void addMembers(Class<?> type, Stream<String> members) {
        members.map(member -> "    " + shorten(member.replace(type.getName() + ".", "")
                .replace(type.getName() + "(", type.getSimpleName() + "("))).forEach(lines::add);
    }

    private static String shorten(String signature) {
        return signature.replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers()) && !type.isAnonymousClass() && !type.isLocalClass()
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static boolean isVisible(Member member) {
        return isVisible(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean isOfEveryObject(Method method) {
        return Arrays.stream(Object.class.getMethods()).anyMatch(inherited ->
                inherited.getName().equals(method.getName())
                && Arrays.equals(inherited.getParameterTypes(), method.getParameterTypes()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** Who implements the type, which decides what may be added to it: the annotations are in the class file alone. */
    private String role(Class<?> type) throws IOException {
        byte[] bytes = Files.readAllBytes(classes.resolve(type.getName().replace('.', '/') + ".class"));
        String constants = new String(bytes, StandardCharsets.ISO_8859_1);
        return Stream.of("ProviderType", "ConsumerType")
                .filter(role -> constants.contains("Lorg/osgi/annotation/versioning/" + role + ";"))
                .map(role -> "@" + role + " ").collect(Collectors.joining());
    }

    private static String components(Class<?> type) {
        return !type.isRecord() ? "" : Arrays.stream(type.getRecordComponents())
                .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String ancestors(Class<?> type) {
        StringBuilder text = new StringBuilder();
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isRecord() && !type.isEnum()) {
            text.append(" extends ").append(parent.getTypeName());
        }
        text.append(list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces()));
        if (type.isSealed()) {
            text.append(list(" permits ", type.getPermittedSubclasses()));
        }
        return text.toString();
    }

    private static String list(String word, Type[] types) {
        return types.length == 0 ? "" : Arrays.stream(types).map(Type::getTypeName).sorted()
                .collect(Collectors.joining(", ", word, ""));
    }

    /** The value of a constant, which compilers copy into whoever uses it. */
    private static String constant(Field field) throws IllegalAccessException {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers) || !Modifier.isFinal(modifiers) || !Modifier.isPublic(modifiers)) {
            return "";
        }
        Object value = field.getType().isPrimitive() || field.getType() == String.class ? field.get(null) : null;
        return value == null ? "" : " = " + (value instanceof String ? "\"" + value + "\"" : value);
    }
}
