package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.lifecycle.ModelReconciler.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a recognizer is made of: one member, or the several of an ensemble.
 *
 * @param each   in their order
 * @param fusion how their scores become one
 */
record Members(List<Member> each, ScoreFusion fusion) {

    private static final List<State> WORST_LAST = List.of(State.READY, State.LOADING, State.WAITING, State.FAILED);

    /** {@return the members' networks; empty while one has none} */
    List<LoadedNetwork> networks() {
        return all(Member::network);
    }

    /**
     * {@return the members' networks with another in the place of one's; empty while one has none}
     *
     * @param member  whose place it is
     * @param network to put there
     */
    List<LoadedNetwork> networksWith(Member member, LoadedNetwork network) {
        return all(one -> one == member ? network : one.network());
    }

    private List<LoadedNetwork> all(Function<Member, LoadedNetwork> network) {
        List<LoadedNetwork> networks = new ArrayList<>();
        for (Member member : each) {
            networks.add(network.apply(member));
        }
        return networks.contains(null) ? List.of() : networks;
    }

    /**
     * {@return how long the slowest took to load of those that hold another network than before}
     *
     * @param before networks that were held
     */
    Duration loading(List<LoadedNetwork> before) {
        return each.stream().filter(member -> !before.contains(member.network()))
                .flatMap(member -> member.running().stream())
                .map(Member.Running::loading).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /**
     * {@return the member that a swap by hand is of: the only one, or the one that runs, or is to run, a model of the
     * name}
     *
     * @param model to swap to
     * @throws SwapException if there is no such member, or more than one
     */
    Member swapped(ModelChoice model) throws SwapException {
        List<Member> fitting = each.size() == 1 ? each
                : each.stream().filter(member -> member.isFor(model.name())).toList();
        if (fitting.size() != 1) {
            throw new SwapException("expected one member with a model named " + model.name() + ", found "
                    + fitting.size());
        }
        return fitting.getFirst();
    }

    /** {@return where they stand: as the member that stands worst} */
    Status status() {
        State worst = each.stream().map(member -> member.status().state())
                .max(Comparator.comparingInt(WORST_LAST::indexOf))
                .orElseThrow();
        return new Status(worst, reasons(each));
    }

    /** {@return why those without a network have none} */
    String absence() {
        return reasons(each.stream().filter(member -> member.network() == null).toList());
    }

    private static String reasons(List<Member> members) {
        return members.stream().map(member -> member.status().reason()).filter(reason -> !reason.isEmpty()).distinct()
                .collect(Collectors.joining("; "));
    }
}
