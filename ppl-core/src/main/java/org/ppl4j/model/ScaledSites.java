package org.ppl4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/**
 * Finds the sites whose scale is random, and which of them belong together: those of a loop, whose names differ by what
 * they end with. Left out are loops of which a value depends on another one's, as in a random walk: their non-centred form
 * is a recurrence, which costs more.
 */
final class ScaledSites extends SampledSitesHandler {

    /** More are sampled as they are written. */
    private static final int MOST_GROUPS = Long.SIZE;

    private static final Pattern NUMBERS = Pattern.compile("[\\[\\](){}.,_\\s\\d]+$");

    private final Node variable;
    private final Coordinates coordinates;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<List<String>> groups = new ArrayList<>();
    private final Set<Integer> dependent = new HashSet<>();

    /** A bit for each group that a value depends on. */
    private final NodeMap<Long> sources = new NodeMap<>();

    /**
     * Creates a handler.
     *
     * @param coordinates the places of the sites
     */
    ScaledSites(Coordinates coordinates) {
        this.coordinates = coordinates;
        this.variable = Node.symbol(new Variable("position"), Shape.of(coordinates.dimension()));
    }

    /** Returns the names of the sites, a group after the other. */
    List<List<String>> groups() {
        List<List<String>> independent = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            if (!dependent.contains(group)) {
                independent.add(List.copyOf(groups.get(group)));
            }
        }
        return List.copyOf(independent);
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        Coordinates.Place place = coordinates.knownPlace(site, distribution);
        Tensor value = place.value(distribution, place.of(variable));
        long own = 0;
        for (Parameter parameter : distribution.parameters()) {
            own |= sources(parameter.value().node());
        }
        if (place.isScaled()) {
            own |= join(site.name(), own);
        }
        sources.put(value.node(), own);
        return value;
    }

    /** Adds a site to its group, and returns the group's bit. */
    private long join(String name, long depends) {
        String stem = NUMBERS.matcher(name).replaceFirst("");
        Integer known = numbers.get(stem);
        int group = known == null ? groups.size() : known;
        if (group == MOST_GROUPS) {
            return 0;
        }
        if (known == null) {
            numbers.put(stem, group);
            groups.add(new ArrayList<>());
        }
        groups.get(group).add(name);
        long bit = 1L << group;
        if ((depends & bit) != 0) {
            dependent.add(group);
        }
        return bit;
    }

    private long sources(Node root) {
        Deque<Node> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Node node = open.peek();
            long bits = 0;
            boolean isReady = true;
            for (Node input : node.inputs()) {
                Long known = sources.get(input);
                if (known == null) {
                    isReady = false;
                    open.push(input);
                } else {
                    bits |= known;
                }
            }
            if (isReady) {
                open.pop();
                if (!sources.containsKey(node)) {
                    sources.put(node, bits);
                }
            }
        }
        return sources.getOrDefault(root, 0L);
    }
}
