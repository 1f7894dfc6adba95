package io.deltaframe.scalar.loop;

/** Operators that change the size of maps, and the fusion of maps of different sizes; a channel a task. */
public final class Resampling {

    private final WorkerTeam team;

    /** @param team where they run */
    public Resampling(WorkerTeam team) {
        this.team = team;
    }

    /**
     * Takes the maximum over 3x3 pixels, step 2, padding 1.
     *
     * @param in  input
     * @param out {@code (size - 1) / 2 + 1} in both directions
     */
    public void maxPool(Planes in, Planes out) {
        team.run(out.channels, (c, slot) -> {
            for (int line = 0; line < out.images * out.height; line++) {
                int image = line / out.height * in.height;
                int y = line % out.height * 2;
                for (int x = 0; x < out.width; x++) {
                    float most = Float.NEGATIVE_INFINITY;
                    for (int fromY = Math.max(y - 1, 0); fromY <= Math.min(y + 1, in.height - 1); fromY++) {
                        for (int fromX = Math.max(2 * x - 1, 0); fromX <= Math.min(2 * x + 1, in.width - 1); fromX++) {
                            most = Math.max(most, in.values[c][(image + fromY) * in.width + fromX]);
                        }
                    }
                    out.values[c][line * out.width + x] = most;
                }
            }
        });
    }

    /**
     * Averages 2x2 pixels, step 2; an odd last row or column is left out.
     *
     * @param in  input
     * @param out half the size in both directions, rounded down
     */
    public void averagePool(Planes in, Planes out) {
        team.run(out.channels, (c, slot) -> {
            float[] plane = in.values[c];
            for (int line = 0; line < out.images * out.height; line++) {
                int above = (line / out.height * in.height + line % out.height * 2) * in.width;
                int below = above + in.width;
                for (int x = 0; x < out.width; x++) {
                    out.values[c][line * out.width + x] = 0.25f * (plane[above + 2 * x] + plane[above + 2 * x + 1]
                            + plane[below + 2 * x] + plane[below + 2 * x + 1]);
                }
            }
        });
    }

    /**
     * Computes {@code ownShare * own + otherShare * nearest(other)}.
     *
     * @param own        maps of the output's size, not read where its share is 0
     * @param ownShare   their share
     * @param other      maps of any size, brought to the output's by nearest neighbour
     * @param otherShare their share
     * @param out        output; may be {@code own} itself
     */
    public void fuse(Planes own, float ownShare, Planes other, float otherShare, Planes out) {
        int[] rows = nearest(other.height, out.height);
        int[] columns = nearest(other.width, out.width);
        team.run(out.channels, (c, slot) -> {
            for (int line = 0; line < out.images * out.height; line++) {
                int from = (line / out.height * other.height + rows[line % out.height]) * other.width;
                int to = line * out.width;
                for (int x = 0; x < out.width; x++) {
                    float fused = otherShare * other.values[c][from + columns[x]];
                    out.values[c][to + x] = ownShare == 0 ? fused : ownShare * own.values[c][to + x] + fused;
                }
            }
        });
    }

    /** PyTorch's rule: the floor of the place times the ratio of sizes, in single precision. */
    private static int[] nearest(int in, int out) {
        float scale = (float) in / out;
        int[] places = new int[out];
        for (int i = 0; i < out; i++) {
            places[i] = Math.min((int) (i * scale), in - 1);
        }
        return places;
    }
}
