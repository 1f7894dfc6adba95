package io.deltaframe.architecture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plan of the house: every bundle, the bundles it may know, and its rooms (packages), floor by floor.
 *
 * <p>A room may use the rooms on the floors below its own. Several rooms may lie on one floor, side by side and unknown
 * to each other. Rooms are named by what follows the bundle's own package; {@value #ROOT} is that package itself. Every
 * package with classes must be in this table, and every room of the table must have classes.
 */
final class House {

    /** A bundle's own package. */
    static final String ROOT = ".";

    static final List<Bundle> BUNDLES = List.of(
            bundle("shell", "command",
                    "command.recognize command.serving command.checkpoint command.bench command.evaluate command.teach "
                            + "command.watch",
                    "command.option", "platform log", "output")
                    .mayKnow("evaluation", "recognizer", "tdn", "api"),

            bundle("evaluation", "stream", ROOT, "list")
                    .mayKnow("api"),

            // The recognizer it is given, video it finds as a service.
            bundle("teach", "service", "head", "learner", "feature dataset")
                    .mayKnow("recognizer", "tdn", "api"),

            // Recognizers and video it finds as services.
            bundle("live", "session camera", "source inference health", "result", "window action gate metrics evidence")
                    .mayKnow("api"),

            // Engines and video it finds as services, by interfaces of tdn and api.
            bundle("recognizer", "serving", "lifecycle", "models segments", "inference metadata",
                    "sampling preprocess labels osgi")
                    .mayKnow("tdn", "api"),

            bundle("operators", "engine", "network", "program", "convolution", "tile", "layout")
                    .mayKnow("tdn", "api"),

            bundle("scalar", "engine", "network", "loop")
                    .mayKnow("tdn", "api"),

            bundle("tornado", "engine", "network", "program", "device weights")
                    .mayKnow("tornado.kernels", "tdn", "api"),

            bundle("video", ROOT, "decode encode", "demux", "natives")
                    .mayKnow("api"),

            bundle("tdn", "checkpoint engine", "checkpoint.torch", "checkpoint.file", ROOT)
                    .mayKnow(),

            bundle("api", "metrics live.stream", "live teach", "config event model segment swap video health", ROOT)
                    .mayKnow(),

            // Not bundles, but on the launch class path: the kernels that TornadoVM compiles, and what starts a Felix.
            new Bundle("tornado.kernels", Path.of("tornado-kernels"), List.of(Set.of(ROOT)), Set.of()),
            new Bundle("launcher", Path.of("features/launcher"), List.of(Set.of(ROOT)), Set.of()));

    private House() { }

    /**
     * A bundle.
     *
     * @param name   what follows {@code io.deltaframe.} in the name of its package
     * @param folder where it lies in the checkout
     * @param floors its rooms, from the top floor down
     * @param known  names of the bundles it may know
     */
    record Bundle(String name, Path folder, List<Set<String>> floors, Set<String> known) {

        Bundle mayKnow(String... names) {
            return new Bundle(name, folder, floors, Set.of(names));
        }

        String packageName() {
            return "io.deltaframe." + name;
        }

        /** {@return the folder of our class files: bundles may hold those of others beside them} */
        Path classes() {
            return folder.resolve("target/classes/io/deltaframe");
        }

        Path sources() {
            return folder.resolve("src/main/java");
        }

        /** {@return the names of all rooms} */
        Set<String> rooms() {
            Set<String> rooms = new TreeSet<>();
            floors.forEach(rooms::addAll);
            return rooms;
        }

        /** {@return the room that a package of this bundle is, whether the table knows it or not} */
        String room(String packageName) {
            return packageName.equals(packageName()) ? ROOT : packageName.substring(packageName().length() + 1);
        }

        /** {@return whether a class in one room may use a class in another} */
        boolean mayUse(String from, String to) {
            return from.equals(to) || floor(from) < floor(to);
        }

        @Override
        public String toString() {
            return name;
        }

        private int floor(String room) {
            for (int floor = 0; floor < floors.size(); floor++) {
                if (floors.get(floor).contains(room)) {
                    return floor;
                }
            }
            throw new IllegalArgumentException("no room '" + room + "' of " + name + " in the table: " + floors);
        }
    }

    /** A bundle that knows nobody. Each floor is a list of rooms with blanks between them. */
    private static Bundle bundle(String name, String... floors) {
        return new Bundle(name, Path.of("bundles", name), Arrays.stream(floors).map(House::rooms).toList(), Set.of());
    }

    private static Set<String> rooms(String floor) {
        return Set.of(floor.split(" "));
    }

    /** {@return the bundle a package belongs to; empty for other people's} */
    static Optional<Bundle> owner(List<Bundle> bundles, String packageName) {
        return bundles.stream()
                .filter(bundle -> (packageName + ".").startsWith(bundle.packageName() + "."))
                .max(Comparator.comparingInt(bundle -> bundle.packageName().length()));
    }
}
