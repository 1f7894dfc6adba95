package io.deltaframe.shell.command.watch;

import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.shell.output.ProgressLine;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What came of the sources so far: printed as it comes, and waited for. Safe for several threads. */
final class Watch implements LiveListener {

    @FunctionalInterface
    private interface Printing {
        void print() throws IOException;
    }

    private final Report report;
    private final ProgressLine line;
    private final Set<String> running = new HashSet<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private IOException broken;

    /**
     * @param report prints
     * @param line   is cleared before that
     */
    Watch(Report report, ProgressLine line) {
        this.report = report;
        this.line = line;
    }

    /** Expects a camera to come to its end. */
    synchronized void expect(String camera) {
        running.add(camera);
    }

    private synchronized void print(Printing printing) {
        if (broken == null) {
            try {
                line.clear();
                printing.print();
            } catch (IOException e) {
                broken = e;
                notifyAll();
            }
        }
    }

    @Override
    public void window(WindowResult result) {
        print(() -> report.window(result));
    }

    @Override
    public void started(ActionEvent event) {
        print(() -> report.started(event));
    }

    @Override
    public void ended(ActionEvent event) {
        print(() -> report.ended(event));
    }

    @Override
    public void source(SourceEvent event) {
        print(() -> report.source(event));
        synchronized (this) {
            switch (event.state()) {
                case LOST, UNAUTHORIZED -> failures.put(event.session(), event.reason());
                case RUNNING -> failures.remove(event.session());
                case STOPPED -> running.remove(event.session());
                case NONE, CONNECTING, STALLED -> { }
            }
            notifyAll();
        }
    }

    void summary(Report.Summary summary) {
        print(() -> report.summary(summary));
    }

    /** Shows where things stand, on a terminal. */
    synchronized void show(String status) {
        line.show(status);
    }

    /**
     * Waits until every camera has come to its end, or a while.
     *
     * @return whether they have
     */
    synchronized boolean awaitEnd(long millis) throws InterruptedException, IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !running.isEmpty() && broken == null && left > 0;
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        if (broken != null) {
            throw broken;
        }
        return running.isEmpty();
    }

    /** {@return why a camera came to its end before it should have, by name; empty where none did} */
    synchronized Map<String, String> failures() {
        return new LinkedHashMap<>(failures);
    }
}
