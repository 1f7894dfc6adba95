package io.deltaframe.operators.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.benchmarks.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is compared is the whole network. */
class ConvolutionCasesTest {

    @Test
    void coverEveryConvolutionOfAClip() {
        List<ConvolutionCases.Counted> cases = ConvolutionCases.of(Networks.resnet50(8), 224);
        // Two stems and, each eight times a clip, twelve convolutions in three bottlenecks of the short-term stage and
        // of stage 1 with their projections; then thirteen bottlenecks with four convolutions more, and three
        // projections
        assertEquals(8 * (2 + 2 * (3 * 3 + 1)) + 13 * (3 + 4) + 3,
                cases.stream().mapToInt(ConvolutionCases.Counted::perClip).sum());
        assertEquals(71.2, ConvolutionCases.gflop(Networks.resnet50(8), 224), 0.1);
    }
}
