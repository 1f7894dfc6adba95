package io.deltaframe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    @Test
    void a_table_that_spreadsheets_read() {
        assertEquals("""
                right class \\ taken for,a,"b, c","say ""d""\"
                a,3,0,1
                "b, c",0,2,0
                "say ""d""\",0,0,0
                """, ConfusionMatrix.csv(new int[][] {{3, 0, 1}, {0, 2, 0}, {0, 0, 0}},
                List.of("a", "b, c", "say \"d\"")));
    }

    @Test
    void a_picture_that_other_software_reads() throws Exception {
        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(ConfusionMatrix.png(new int[][] {{4, 0}, {0, 0}})));
        assertEquals(96, picture.getWidth());
        assertEquals(96, picture.getHeight());
        assertEquals(0xFF081D58, picture.getRGB(0, 0));
        assertEquals(0xFF081D58, picture.getRGB(47, 47));
        assertEquals(0xFFFFFFFF, picture.getRGB(48, 0));
        assertEquals(0xFFD0D0D0, picture.getRGB(95, 95));
    }

    @Test
    void many_classes_make_small_cells_and_few_videos_can_be_seen() throws Exception {
        int[][] counts = new int[174][174];
        counts[0][0] = 99;
        counts[0][173] = 1;
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(ConfusionMatrix.png(counts)));
        assertEquals(5 * 174, picture.getWidth());
        assertEquals(255 - Math.round(Math.round(254 * 0.1) / 254.0 * (255 - 8)), picture.getRGB(869, 0) >> 16 & 255);
        assertEquals(255, picture.getRGB(5, 0) >> 16 & 255);
    }

    @Test
    void more_classes_than_pixels() throws Exception {
        assertEquals(1500, ImageIO.read(new ByteArrayInputStream(ConfusionMatrix.png(new int[1500][1500]))).getWidth());
    }
}
