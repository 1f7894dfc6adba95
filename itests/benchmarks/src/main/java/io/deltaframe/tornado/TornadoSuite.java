package io.deltaframe.tornado;

import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Table.Column;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tornado.device.Device;
import io.deltaframe.tornado.engine.TornadoEngineComponent;
import java.util.Arrays;

/**
 * ResNet-50, 8 segments, on the device that {@code deltaframe.tornado.device} names: milliseconds a clip for some clips
 * at once. With TornadoVM's profiler switched on, kernels and transfers apart; the time of the whole then is not what
 * it is without.
 */
final class TornadoSuite {

    private static final int CLASSES = 174;

    private TornadoSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        boolean profiled = Boolean.getBoolean("tornado.profiler");
        Architecture architecture = new Architecture(Architecture.RESNET_50, 64, CLASSES, 8);
        NetworkPlan plan = new NetworkPlan(architecture, Normalization.IMAGENET, new SyntheticCheckpoint(architecture));
        Device device = Device.choose(Device.all(), System.getProperty(TornadoEngineComponent.DEVICE, ""));
        try (Report report = new Report(args[0])) {
            Table table = profiled
                    ? new Table("TDN-ResNet-50, 8 segments, 224x224, on " + device.description()
                    + ", by TornadoVM's profiler", Column.text("clips at once"),
                    new Column("kernels, ms a clip", "%.2f"), new Column("upload, ms a clip", "%.2f"),
                    new Column("download, ms a clip", "%.3f"))
                    : new Table("TDN-ResNet-50, 8 segments, 224x224, one clip from bytes to logits on "
                    + device.description(), Column.text("clips at once"), new Column("median ms a clip", "%.2f"),
                    new Column("best ms a clip", "%.2f"), new Column("activation s", "%.1f"));
            for (int clips : Settings.clips()) {
                measure(plan, device, clips, profiled, table);
            }
            report.add(table);
        }
    }

    private static void measure(NetworkPlan plan, Device device, int clips, boolean profiled,
            Table table) throws Exception {
        long start = System.nanoTime();
        try (TornadoClips work = new TornadoClips(plan, device, clips, profiled)) {
            double activation = (System.nanoTime() - start) / 1e9;
            int rounds = Settings.rounds();
            double[] whole = new double[rounds];
            double[] kernels = new double[rounds];
            double[] uploads = new double[rounds];
            double[] downloads = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                long before = System.nanoTime();
                work.run();
                whole[round] = (System.nanoTime() - before) / 1e6 / clips;
                kernels[round] = work.kernelMillis() / clips;
                uploads[round] = work.uploadMillis() / clips;
                downloads[round] = work.downloadMillis() / clips;
            }
            String name = Integer.toString(clips);
            if (profiled) {
                table.row(name, median(kernels), median(uploads), median(downloads));
            } else {
                table.row(name, median(whole), Arrays.stream(whole).min().orElseThrow(), activation);
            }
        }
    }

    private static double median(double[] millis) {
        return new Times(millis, new double[millis.length]).median();
    }
}
