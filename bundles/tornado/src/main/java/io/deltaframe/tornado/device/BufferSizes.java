package io.deltaframe.tornado.device;

/**
 * How much room the arrays of a plan have.
 *
 * @param maps   floats of all feature maps and encoded segments
 * @param frames bytes of a segment
 * @param table  ints of a launch
 * @param logits floats of the logits
 */
public record BufferSizes(int maps, int frames, int table, int logits) {

    public boolean suffices(BufferSizes wanted) {
        return maps >= wanted.maps && frames >= wanted.frames && table >= wanted.table && logits >= wanted.logits;
    }

    public BufferSizes atLeast(BufferSizes wanted) {
        return new BufferSizes(Math.max(maps, wanted.maps), Math.max(frames, wanted.frames),
                Math.max(table, wanted.table), Math.max(logits, wanted.logits));
    }
}
