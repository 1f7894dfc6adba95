package io.deltaframe.tdn;

/**
 * Reads weights and refuses those that no training leaves and that a file has which was not written to its end: files
 * are often given their full size first, and then have zeros where nothing has come yet.
 *
 * <p>Zeros alone are no fault. Pruned networks have single ones by chance, and whole filters; what trains from scratch
 * may have a scale of zero in the last normalisation of each bottleneck, and shifts of zero. So only four things are
 * refused: a convolution, a head or all variances of a normalisation that are zero throughout; a share of variances
 * that are zero though their filters are not; a page of zeros that begins or ends within a filter; and a head whose
 * last filter ends with zeros, as it is the last tensor of most files.
 */
final class WeightChecks {

    /** A page of floats. With nine weights of ten pruned by chance so many zeros in a row do not happen. */
    private static final int PAGE = 1024;
    /** Zeros at the end of the head. */
    private static final int TAIL = 64;
    /** So many channels that give the same whatever comes in are a fault, if they are also a third of all. */
    private static final int DEAD_CHANNELS = 4;
    private static final String ADVICE = ": was the file written to its end?";

    private WeightChecks() { }

    /**
     * {@return the weights of a convolution}
     *
     * @param checkpoint that has them
     * @param key        of the tensor, whose first dimension are its filters
     * @throws CheckpointException if they cannot be read, or were not written
     */
    static float[] convolution(Checkpoint checkpoint, String key) throws CheckpointException {
        return checked(checkpoint, key, PAGE);
    }

    /**
     * {@return the weights of a head}
     *
     * @param checkpoint that has them
     * @param key        of the tensor, whose first dimension are the classes
     * @throws CheckpointException if they cannot be read, or were not written
     */
    static float[] head(Checkpoint checkpoint, String key) throws CheckpointException {
        return checked(checkpoint, key, TAIL);
    }

    /**
     * {@return the variances of a normalisation}
     *
     * @param checkpoint that has them
     * @param key        of the tensor
     * @throws CheckpointException if they cannot be read, one is negative, or all are zero; one alone may be, of a
     *                             channel that is always the same
     */
    static float[] variances(Checkpoint checkpoint, String key) throws CheckpointException {
        float[] values = checkpoint.read(key);
        boolean zero = true;
        for (int channel = 0; channel < values.length; channel++) {
            if (values[channel] < 0) {
                throw new CheckpointException(checkpoint.name() + ": " + key
                        + ": expected no negative variance, found " + values[channel] + " in channel " + channel);
            }
            zero &= values[channel] == 0;
        }
        if (zero) {
            throw new CheckpointException(checkpoint.name() + ": " + key + ": expected variances, found zero in all "
                    + values.length + " channels" + ADVICE);
        }
        return values;
    }

    /**
     * Refuses variances of zero behind filters that are not zero. Such a channel gave one number for everything that
     * training has shown it; trained networks have single ones. Behind a filter of zeros, as pruning leaves them, a
     * variance of zero is what training comes to.
     *
     * @param checkpoint that has them
     * @param key        of the variances
     * @param variances  one a filter
     * @param weights    filters, one after the other
     * @throws CheckpointException if they are a third of the channels, and no less than four
     */
    static void refuseDeadChannels(Checkpoint checkpoint, String key, float[] variances, float... weights)
            throws CheckpointException {
        int filter = weights.length / variances.length;
        int dead = 0;
        for (int channel = 0; channel < variances.length; channel++) {
            if (variances[channel] == 0 && !isZero(weights, channel * filter, filter)) {
                dead++;
            }
        }
        if (dead >= DEAD_CHANNELS && 3 * dead >= variances.length) {
            throw new CheckpointException(checkpoint.name() + ": " + key + ": expected variances, found zero in " + dead
                    + " of " + variances.length + " channels, whose filters are not zero" + ADVICE);
        }
    }

    private static boolean isZero(float[] values, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static float[] checked(Checkpoint checkpoint, String key, int tail) throws CheckpointException {
        float[] values = checkpoint.read(key);
        int filter = values.length / Math.max(1, checkpoint.tensors().get(key).shape().getFirst());
        for (int i = 0; i < values.length; i++) {
            if (values[i] == 0) {
                int begin = i;
                while (i < values.length && values[i] == 0) {
                    i++;
                }
                int zeros = i - begin;
                if (zeros == values.length) {
                    throw new CheckpointException(checkpoint.name() + ": " + key + ": expected weights, found "
                            + zeros + " zeros and nothing else" + ADVICE);
                }
                boolean wholeFilters = begin % filter == 0 && i % filter == 0;
                if (!wholeFilters && zeros >= (i == values.length ? tail : PAGE)) {
                    throw new CheckpointException(checkpoint.name() + ": " + key + ": expected weights, found "
                            + zeros + " zeros in a row from element " + begin + " of " + values.length + ADVICE);
                }
            }
        }
        return values;
    }
}
