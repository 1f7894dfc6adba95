package io.deltaframe.tornado.signatures;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares what a type declares for others with what the type it stands for has: all of it must be there, as the JVM
 * links it.
 */
final class Signatures {

    private Signatures() { }

    /**
     * {@return what the real type lacks or has otherwise}
     *
     * @param declared our declaration
     * @param real     the type it stands for, of the same name by another class loader
     */
    static List<String> differences(Class<?> declared, Class<?> real) {
        List<String> differences = new ArrayList<>();
        String name = declared.getName();
        if (!Modifier.isPublic(real.getModifiers())) {
            differences.add(name + " is not public");
        }
        if (declared.isInterface() != real.isInterface() || declared.isEnum() != real.isEnum()) {
            differences.add(name + " is " + kind(real) + ", not " + kind(declared));
        }
        for (Class<?> parent : parents(declared)) {
            if (parents(real).stream().noneMatch(other -> other.getName().equals(parent.getName()))) {
                differences.add(name + " is no " + parent.getName());
            }
        }
        for (Constructor<?> constructor : declared.getDeclaredConstructors()) {
            if (Modifier.isPublic(constructor.getModifiers())) {
                compare(name + "(" + types(constructor.getParameterTypes()) + ")", constructor,
                        find(real.getConstructors(), constructor), differences);
            }
        }
        for (Method method : declared.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                String text = name + "." + method.getName() + "(" + types(method.getParameterTypes()) + ")";
                Method other = find(Arrays.stream(real.getMethods()).filter(m -> m.getName().equals(method.getName())
                        && m.getReturnType().getName().equals(method.getReturnType().getName())).toArray(Method[]::new),
                        method);
                compare(method.getReturnType().getName() + " " + text, method, other, differences);
            }
        }
        for (Field field : declared.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                compare(field, real, differences);
            }
        }
        return differences;
    }

    private static String kind(Class<?> type) {
        return type.isEnum() ? "an enum" : type.isInterface() ? "an interface" : "a class";
    }

    /** All types of another package than Java's that a type is. */
    private static List<Class<?>> parents(Class<?> type) {
        List<Class<?>> parents = new ArrayList<>();
        for (Class<?> t = type; t != null; t = t.getSuperclass()) {
            parents.addAll(List.of(t.getInterfaces()));
            parents.add(t);
        }
        return parents;
    }

    private static <E extends Executable> E find(E[] candidates, Executable wanted) {
        return Arrays.stream(candidates)
                .filter(e -> types(e.getParameterTypes()).equals(types(wanted.getParameterTypes())))
                .findFirst().orElse(null);
    }

    private static void compare(String text, Executable declared, Executable real, List<String> differences) {
        if (real == null) {
            differences.add(text + " is missing");
        } else if (Modifier.isStatic(declared.getModifiers()) != Modifier.isStatic(real.getModifiers())) {
            differences.add(text + " is static in one and not in the other");
        } else {
            // What may be thrown is not linked, but javac asks for it.
            for (Class<?> thrown : real.getExceptionTypes()) {
                if (!RuntimeException.class.isAssignableFrom(thrown)
                        && Arrays.stream(declared.getExceptionTypes())
                        .noneMatch(t -> t.getName().equals(thrown.getName()))) {
                    differences.add(text + " throws " + thrown.getName());
                }
            }
        }
    }

    private static void compare(Field declared, Class<?> real, List<String> differences) {
        String text = declared.getType().getName() + " " + declared.getDeclaringClass().getName() + "."
                + declared.getName();
        try {
            Field other = real.getField(declared.getName());
            if (!other.getType().getName().equals(declared.getType().getName())
                    || Modifier.isStatic(other.getModifiers()) != Modifier.isStatic(declared.getModifiers())) {
                differences.add(text + " is " + other);
            } else if (Modifier.isStatic(declared.getModifiers()) && declared.getType().isPrimitive()
                    && !declared.get(null).equals(other.get(null))) {
                // javac copies constants into the classes that use them.
                differences.add(text + " is " + other.get(null) + ", not " + declared.get(null));
            }
        } catch (NoSuchFieldException e) {
            differences.add(text + " is missing");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String types(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).collect(Collectors.joining(", "));
    }
}
