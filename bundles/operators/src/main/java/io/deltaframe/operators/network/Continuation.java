package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.program.CopyStep;
import io.deltaframe.operators.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * How a program of stages 2 to 4 goes on from the run before: which segments it computes, and the left neighbours it
 * reads and leaves behind, one for each bottleneck in order. For one program.
 */
final class Continuation {

    /** Whole clips, each by itself. */
    static final Continuation NONE = new Continuation(new Span(0, false, Span.NOTHING));

    private final Span span;
    private final List<LeftNeighbour> neighbours = new ArrayList<>();

    Continuation(Span span) {
        this.span = span;
    }

    /**
     * The next bottleneck's neighbour.
     *
     * @param squeezed the bottleneck's squeezed maps
     * @param excited  its excited maps
     * @return the neighbour of the first image, or null where it has none
     */
    LeftNeighbour neighbour(FeatureMap squeezed, FeatureMap excited) {
        if (!span.continues() && span.kept() == Span.NOTHING) {
            return null;
        }
        neighbours.add(LeftNeighbour.layout(squeezed, excited));
        return span.continues() ? neighbours.getLast() : null;
    }

    /**
     * Appends steps that keep a segment of the last bottleneck as neighbour for the next run.
     *
     * @param program  the program
     * @param squeezed the bottleneck's squeezed maps
     * @param excited  its excited maps
     */
    void keep(Program program, FeatureMap squeezed, FeatureMap excited) {
        if (span.kept() != Span.NOTHING) {
            LeftNeighbour neighbour = neighbours.getLast();
            program.add(new CopyStep(squeezed, span.kept(), neighbour.squeezed()));
            program.add(new CopyStep(excited, span.kept(), neighbour.excited()));
        }
    }

    /** {@return neighbours of this layout, with arrays of their own} */
    List<LeftNeighbour> allocate() {
        return neighbours.stream().map(LeftNeighbour::allocated).toList();
    }

    /**
     * Has the next run read and write a window's neighbours.
     *
     * @param window from {@link #allocate} of this or another program of the network for this size
     */
    void bind(List<LeftNeighbour> window) {
        for (int i = 0; i < neighbours.size(); i++) {
            neighbours.get(i).bind(window.get(i));
        }
    }

    /** Forgets the window's arrays. */
    void release() {
        neighbours.forEach(neighbour -> neighbour.bind(null));
    }

    /**
     * The segments of a run.
     *
     * @param segments  how many are computed
     * @param continues whether the first has a left neighbour of the run before
     * @param kept      which of them will be the left neighbour of the next run's first, or {@link #NOTHING}
     */
    record Span(int segments, boolean continues, int kept) {

        /** No segment is kept. */
        static final int NOTHING = -1;

        /** {@return a clip by itself} */
        static Span clip(int segments) {
            return new Span(segments, false, NOTHING);
        }
    }
}
