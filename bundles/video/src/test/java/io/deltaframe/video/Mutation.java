package io.deltaframe.video;

import java.util.Arrays;
import java.util.Random;

/** Makes a file wrong, in a way that its number decides. */
final class Mutation {

    private static final int[] TELLING = {0, 1, 0x7F, 0x80, 0xFF};

    private Mutation() { }

    /** {@return the bytes after one to four changes: bytes, numbers, ranges lost, doubled or exchanged, the end cut} */
    static byte[] of(byte[] whole, int number) {
        Random random = new Random(0x9E3779B97F4A7C15L * (number + 1));
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 16; i++) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] b, Random random) {
        // Half of all changes are to the start, where the headers are.
        int at = random.nextBoolean() ? random.nextInt(b.length) : random.nextInt(Math.min(b.length, 512));
        int length = 1 + random.nextInt(Math.min(b.length - at, 1 << random.nextInt(11)));
        switch (random.nextInt(9)) {
            case 0 -> b[at] = (byte) random.nextInt(256);
            case 1 -> b[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> b[at] = (byte) TELLING[random.nextInt(TELLING.length)];
            case 3 -> {
                byte value = (byte) TELLING[random.nextInt(TELLING.length)];
                Arrays.fill(b, at, Math.min(b.length, at + 4), value);
            }
            case 4 -> {
                for (int i = at; i < at + length; i++) {
                    b[i] = (byte) random.nextInt(256);
                }
            }
            case 5 -> {
                return Arrays.copyOf(b, Math.max(16, at));
            }
            case 6 -> {
                return joined(b, at, at + length);      // lost
            }
            case 7 -> {
                return joined(b, at + length, at);      // doubled
            }
            default -> exchange(b, at, random.nextInt(b.length - length + 1), length);
        }
        return b;
    }

    /** The bytes up to one place, and those from another. */
    private static byte[] joined(byte[] b, int upTo, int from) {
        byte[] joined = new byte[upTo + b.length - from];
        System.arraycopy(b, 0, joined, 0, upTo);
        System.arraycopy(b, from, joined, upTo, b.length - from);
        return joined;
    }

    private static void exchange(byte[] b, int one, int other, int length) {
        byte[] first = Arrays.copyOfRange(b, one, one + length);
        byte[] second = Arrays.copyOfRange(b, other, other + length);
        System.arraycopy(second, 0, b, one, length);
        System.arraycopy(first, 0, b, other, length);
    }
}
