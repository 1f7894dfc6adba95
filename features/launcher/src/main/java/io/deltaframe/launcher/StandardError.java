package io.deltaframe.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.lang.reflect.Constructor;

/**
 * The stderr that a command was started with. The script hands it on as another descriptor, whose number the system
 * property {@value #NUMBER} has, and takes the JVM's own warnings out of descriptor 2.
 */
final class StandardError {

    static final String NUMBER = "deltaframe.stderr";

    private StandardError() { }

    /** {@return it, unbuffered; descriptor 2 where the script names no other, or Java does not let us open it} */
    static FileOutputStream stream() {
        Integer number = Integer.getInteger(NUMBER);
        if (number == null) {
            return new FileOutputStream(FileDescriptor.err);
        }
        try {
            // Opening /dev/fd/3 anew would fail for a socket, and begin a file from its start
            Constructor<FileDescriptor> descriptor = FileDescriptor.class.getDeclaredConstructor(int.class);
            descriptor.setAccessible(true);
            return new FileOutputStream(descriptor.newInstance(number));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new FileOutputStream(FileDescriptor.err);
        }
    }
}
