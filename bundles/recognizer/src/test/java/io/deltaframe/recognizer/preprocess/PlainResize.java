package io.deltaframe.recognizer.preprocess;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View.Crop;
import io.deltaframe.recognizer.Pictures;

/**
 * Pillow's bilinear resize as Pillow's source has it: the whole picture, one pass after the other, each pixel by
 * itself, with clamping; and the crop cut out of the whole.
 */
final class PlainResize {

    private PlainResize() { }

    static byte[] view(Frame frame, Cropping cropping, Crop crop) {
        int width = cropping.resizedWidth(frame.width(), frame.height());
        int height = cropping.resizedHeight(frame.width(), frame.height());
        int[][][] picture = new int[frame.height()][frame.width()][3];
        byte[] rgb = Pictures.bytes(frame);
        for (int i = 0; i < rgb.length; i++) {
            picture[i / 3 / frame.width()][i / 3 % frame.width()][i % 3] = rgb[i] & 0xff;
        }
        int[][][] resized = transpose(rows(transpose(rows(picture, width)), height));
        byte[] view = new byte[3 * cropping.size() * cropping.size()];
        int left = cropping.left(crop, width);
        int top = cropping.top(height);
        for (int y = 0; y < cropping.size(); y++) {
            for (int x = 0; x < cropping.size(); x++) {
                boolean inside = y + top >= 0 && y + top < height && x + left >= 0 && x + left < width;
                for (int c = 0; c < 3; c++) {
                    view[3 * (y * cropping.size() + x) + c] = inside ? (byte) resized[y + top][x + left][c] : 0;
                }
            }
        }
        return view;
    }

    private static int[][][] rows(int[][][] in, int outSize) {
        int inSize = in[0].length;
        if (inSize == outSize) {
            return in;
        }
        int[][][] out = new int[in.length][outSize][3];
        double scale = (double) inSize / outSize;
        double filterscale = Math.max(1, scale);
        double support = 1.0 * filterscale;
        double ss = 1.0 / filterscale;
        for (int xx = 0; xx < outSize; xx++) {
            double center = (xx + 0.5) * scale;
            int xmin = Math.max(0, (int) (center - support + 0.5));
            int xmax = Math.min(inSize, (int) (center + support + 0.5)) - xmin;
            double[] k = new double[xmax];
            double ww = 0;
            for (int x = 0; x < xmax; x++) {
                double arg = Math.abs((x + xmin - center + 0.5) * ss);
                k[x] = arg < 1 ? 1 - arg : 0;
                ww += k[x];
            }
            for (int y = 0; y < in.length; y++) {
                for (int c = 0; c < 3; c++) {
                    long sum = 1 << 21;
                    for (int x = 0; x < xmax; x++) {
                        sum += in[y][xmin + x][c] * (long) (0.5 + k[x] / ww * (1 << 22));
                    }
                    out[y][xx][c] = (int) Math.max(0, Math.min(255, sum >> 22));
                }
            }
        }
        return out;
    }

    private static int[][][] transpose(int[][][] picture) {
        int[][][] turned = new int[picture[0].length][picture.length][];
        for (int y = 0; y < picture.length; y++) {
            for (int x = 0; x < picture[0].length; x++) {
                turned[x][y] = picture[y][x];
            }
        }
        return turned;
    }
}
