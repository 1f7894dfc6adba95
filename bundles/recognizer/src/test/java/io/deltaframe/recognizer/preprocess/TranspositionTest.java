package io.deltaframe.recognizer.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {

    @ParameterizedTest(name = "{0} rows of {1} bytes")
    @CsvSource({"1,1", "7,9", "8,8", "9,7", "8,16", "16,8", "17,23", "64,8", "65,3", "131,40"})
    void rowsBecomeColumns(int rows, int columns) {
        int from = 5;
        int pitch = columns + 11;
        byte[] source = new byte[from + (rows - 1) * pitch + columns];
        new Random(rows).nextBytes(source);
        byte[] into = new byte[2 + rows * columns];

        Transposition.transpose(ByteBuffer.wrap(source).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN), from, pitch,
                rows, columns, ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN), 2);

        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                assertEquals(source[from + y * pitch + x], into[2 + x * rows + y], "row " + y + ", column " + x);
            }
        }
    }
}
