package io.deltaframe.evaluation;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a picture of at most 256 colours as PNG. Written out here, a page, because the JDK's own writer belongs to the
 * desktop module, which servers run without.
 */
final class PalettePng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private PalettePng() { }

    /**
     * {@return the bytes of the file}
     *
     * @param width   pixels a row
     * @param pixels  index of a colour for each pixel, row by row
     * @param palette colours, {@code 0xRRGGBB}
     */
    static byte[] of(int width, byte[] pixels, int[] palette) throws IOException {
        int height = pixels.length / width;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.write(SIGNATURE);

        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        // Eight bits a pixel, colour by palette, deflate, the one kind of filtering there is, not interlaced
        fields.write(new byte[] {8, 3, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());

        ByteArrayOutputStream colours = new ByteArrayOutputStream();
        for (int colour : palette) {
            colours.write(colour >> 16);
            colours.write(colour >> 8);
            colours.write(colour);
        }
        chunk(out, "PLTE", colours.toByteArray());

        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(compressed)) {
            for (int y = 0; y < height; y++) {
                rows.write(0);
                rows.write(pixels, y * width, width);
            }
        }
        chunk(out, "IDAT", compressed.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
