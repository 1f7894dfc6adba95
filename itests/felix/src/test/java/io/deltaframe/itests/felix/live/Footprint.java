package io.deltaframe.itests.felix.live;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the process holds: where Linux tells it, descriptors and memory; and threads.
 *
 * @param descriptors open descriptors
 * @param nativeBytes resident memory without the Java heap's
 * @param threads     live threads of ours that read streams
 */
record Footprint(long descriptors, long nativeBytes, long threads) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path STATUS = Path.of("/proc/self/status");

    static boolean known() {
        return Files.isDirectory(DESCRIPTORS) && Files.isReadable(STATUS);
    }

    static Footprint now() throws IOException {
        System.gc();
        long open;
        try (Stream<Path> list = Files.list(DESCRIPTORS)) {
            open = list.count();
        }
        // Anonymous memory; pages of the heap that were touched once stay resident, so all that it has counts as that
        long resident = Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElseThrow();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("deltaframe-live-read-")
                        || thread.getName().startsWith("deltaframe-live-source-")).count();
        return new Footprint(open, resident - heap, threads);
    }

    @Override
    public String toString() {
        return descriptors + " descriptors, " + nativeBytes / 1_000_000 + " MB beside the heap, " + threads
                + " threads that read";
    }
}
