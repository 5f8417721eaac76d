package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;

/** A map of nodes does what an identity map does. */
class NodeMapTest {

    @Test
    void putAndGetAgreeWithAnIdentityMap() {
        SplittableRandom random = new SplittableRandom(1);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            // Equal constants, made in an order with gaps: nodes are told apart by identity alone.
            Node node = Nodes.constant(i % 3);
            if (random.nextInt(4) > 0) {
                nodes.add(node);
            }
        }
        NodeMap<Integer> map = new NodeMap<>();
        Map<Node, Integer> expected = new IdentityHashMap<>();
        for (int step = 0; step < 10_000; step++) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            assertThat(map.get(node)).isEqualTo(expected.get(node));
            assertThat(map.containsKey(node)).isEqualTo(expected.containsKey(node));
            if (random.nextInt(3) == 0) {
                assertThat(map.put(node, step)).isEqualTo(!expected.containsKey(node));
                expected.put(node, step);
            }
        }
        assertThat(map.getOrDefault(Nodes.constant(0), -1)).isEqualTo(-1);
    }
}
