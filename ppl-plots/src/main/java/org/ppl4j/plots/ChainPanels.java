package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the single panels of which trace and density plots are put together. */
final class ChainPanels {

    // About as many columns of pixels as a panel has at the default width.
    private static final int COLUMNS = 360;
    private static final int LONG_TRACE = 2000;
    private static final double TAIL = 0.0025;
    // Chains drawn later shall not hide those below.
    private static final double OPACITY = 0.85;
    private static final int TICKS = 5;
    private static final double TITLE_WIDTH = 370;

    private ChainPanels() {}

    static Map<String, Object> trace(ScalarDraws quantity) {
        List<Integer> positions = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        Span span = new Span();
        for (int chain = 0; chain < quantity.chains(); chain++) {
            double[] draws = quantity.chain(chain);
            for (int i : TraceThinning.indices(draws, COLUMNS)) {
                positions.add(i + 1);
                values.add(draws[i]);
                chains.add(chainName(chain));
                span.add(draws[i]);
            }
        }
        double width = quantity.draws() > LONG_TRACE ? 0.2 : 0.3;
        return panel(
                Spec.map("x", positions, "y", values, "chain", chains),
                quantity.draws() == 1 ? "point" : "path",
                quantity.draws() == 1 ? 3 : width,
                quantity.name(),
                quantity.chains(),
                Theme.axis("x", "Draw", 0, 1.02 * quantity.draws() + 1, Math.min(TICKS, quantity.draws())),
                Theme.axis("y", "", span.low(), span.high(), TICKS));
    }

    static Map<String, Object> density(ScalarDraws quantity) {
        Span limits = limits(quantity);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        double highest = 0;
        for (int chain = 0; chain < quantity.chains(); chain++) {
            KernelDensity estimate = KernelDensity.of(quantity.chain(chain), limits.low(), limits.high());
            for (int i = 0; i < estimate.points(); i++) {
                x.add(estimate.x(i));
                y.add(estimate.density(i));
                chains.add(chainName(chain));
                highest = Math.max(highest, estimate.density(i));
            }
        }
        return panel(
                Spec.map("x", x, "y", y, "chain", chains),
                "path",
                0.8,
                quantity.name(),
                quantity.chains(),
                Theme.axis("x", "", limits.low(), limits.high(), TICKS),
                Theme.axis("y", "Density", 0, 1.06 * highest, 4));
    }

    static String chainName(int chain) {
        return Integer.toString(chain + 1);
    }

    /** Leaves a four-hundredth of the draws at each end out of sight, lest one far draw squeeze all others together. */
    private static Span limits(ScalarDraws quantity) {
        double[] sorted = quantity.sorted();
        Span span = new Span();
        span.add(KernelDensity.quantile(sorted, TAIL));
        span.add(KernelDensity.quantile(sorted, 1 - TAIL));
        return span;
    }

    private static Map<String, Object> panel(
            Map<String, Object> data,
            String geometry,
            double lineWidth,
            String title,
            int chains,
            Map<String, Object> xAxis,
            Map<String, Object> yAxis) {
        Map<String, Object> lines = Spec.map(
                "geom", geometry,
                "data", data,
                "mapping", Spec.map("x", "x", "y", "y", "color", "chain"),
                "size", lineWidth,
                "alpha", OPACITY,
                "tooltips", "none");
        Map<String, Object> specification = Spec.map(
                "kind", "plot",
                "data", Spec.map(),
                "mapping", Spec.map(),
                "layers", List.of(lines),
                "scales", List.of(xAxis, yAxis, colours(chains)));
        Labels.addTitle(
                specification,
                Theme.with(Theme.standard(), "legend_position", "none"),
                title,
                Theme.LABEL_SIZE,
                TITLE_WIDTH);
        return specification;
    }

    private static Map<String, Object> colours(int chains) {
        List<String> names =
                IntStream.range(0, chains).mapToObj(ChainPanels::chainName).toList();
        return Spec.map(
                "aesthetic",
                "color",
                "discrete",
                true,
                "breaks",
                names,
                "limits",
                names,
                "values",
                IntStream.range(0, chains).mapToObj(Palette::chain).toList());
    }
}
