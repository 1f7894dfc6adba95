package io.deltaframe.tdn.checkpoint.torch;

import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle may build. Containers are compared by identity and never printed: they may hold themselves.
 */
sealed interface PickleValue {

    /** What it is called in Python, for messages. */
    String kind();

    /** A number without fraction that fits 64 bits. */
    record Int(long value) implements PickleValue {
        @Override
        public String kind() {
            return "the int " + value;
        }
    }

    /** A floating-point number. */
    record Real(double value) implements PickleValue {
        @Override
        public String kind() {
            return "the float " + value;
        }
    }

    /** A string. */
    record Text(String value) implements PickleValue {
        @Override
        public String kind() {
            return "the string '" + CheckpointFile.quote(value) + "'";
        }
    }

    /** A tuple or a list. */
    final class Sequence implements PickleValue {
        private final boolean list;
        private final List<PickleValue> items;

        Sequence(boolean list, List<PickleValue> items) {
            this.list = list;
            this.items = items;
        }

        boolean isList() {
            return list;
        }

        List<PickleValue> items() {
            return items;
        }

        @Override
        public String kind() {
            return (list ? "a list of " : "a tuple of ") + items.size();
        }
    }

    /**
     * A dictionary, or what stands for an object of a class that this reader does not know: the class's name, and what
     * the pickle says are its attributes or entries. Entries whose key is no string are dropped, nothing asks for them.
     */
    final class Dictionary implements PickleValue {
        private final String type;
        private Map<String, PickleValue> entries = Map.of(); // most dictionaries of a checkpoint stay empty

        Dictionary() {
            this(null);
        }

        private Dictionary(String type) {
            this.type = type;
        }

        /** What stands for an object. {@code type} is the name of its class. */
        static Dictionary object(String type) {
            return new Dictionary(type);
        }

        /** Whether this stands for an object, of which nothing is known but what the pickle says. */
        boolean isObject() {
            return type != null;
        }

        Map<String, PickleValue> entries() {
            return entries;
        }

        void put(PickleValue key, PickleValue value) {
            if (key instanceof Text(String text)) {
                if (entries.isEmpty()) {
                    entries = new LinkedHashMap<>(4);
                }
                entries.put(text, value);
            }
        }

        @Override
        public String kind() {
            return type == null ? "a dict of " + entries.size() + " names" : "an object of "
                    + CheckpointFile.quote(type);
        }
    }

    /** A name that is not on the allow-list: of a class or a function of Python, which is not looked up. */
    record Unknown(String name) implements PickleValue {
        @Override
        public String kind() {
            return "the name " + CheckpointFile.quote(name);
        }
    }

    /** A name of the allow-list. */
    record Name(PickleGlobal global) implements PickleValue {
        @Override
        public String kind() {
            return global.toString();
        }
    }

    /**
     * The elements of one or several tensors, or a part of them.
     *
     * @param key    name in the container
     * @param type   of the elements
     * @param whole  elements the container holds under this key; fits the file
     * @param start  first element of this part
     * @param length elements of this part
     */
    record Storage(String key, DataType type, long whole, long start, long length) implements PickleValue {
        @Override
        public String kind() {
            return "a storage of " + length + " " + type;
        }
    }

    /**
     * A view of a storage: offset and strides count elements. Not yet checked against the storage.
     *
     * @param deferred what PyTorch does to the elements when it reads them ({@code neg}, {@code conj}); empty where
     *                 they are stored as they are
     */
    record Tensor(Storage storage, long offset, long[] shape, long[] strides, String deferred)
            implements PickleValue {
        @Override
        public String kind() {
            return "a tensor";
        }
    }

    /** A value of no interest here: None, a truth value, bytes, a scalar of NumPy. */
    record Other(String kind) implements PickleValue {
        static final Other NONE = new Other("None");
        static final Other TRUE = new Other("True");
        static final Other FALSE = new Other("False");
        static final Other BYTES = new Other("bytes");
        static final Other HUGE_INT = new Other("an int beyond 64 bits");
        /** What marks the first pickle of PyTorch's older container: 0x1950a86a20f9469cfc6c. */
        static final Other LEGACY_MAGIC = new Other("the magic number of PyTorch");
        static final Other DEVICE = new Other("a device");
        static final Other NUMPY = new Other("a NumPy value");
    }

    static Sequence list() {
        return new Sequence(true, new ArrayList<>(0));
    }
}
