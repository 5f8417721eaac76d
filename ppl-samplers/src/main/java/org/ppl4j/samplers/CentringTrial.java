package org.ppl4j.samplers;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Variable;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** A short chain over standard values, which tells how far the sites of a model whose scale is random are best centred. */
@LibraryFrame
final class CentringTrial {
    private static final System.Logger LOGGER = System.getLogger("org.ppl4j.samplers");

    /** How many transitions a trial has, unless it is not settled by then; with a shorter warm-up there is none. */
    static final int STEPS = 150;

    private static final int LOOKED_AT = 100;
    private static final int LONGEST = STEPS + 3 * LOOKED_AT;
    private static final int DEEPEST = 5;

    private static final Duration LONG = Duration.ofDays(365);

    /** States of more coordinates would take too much memory. */
    private static final int WIDEST = 50_000;

    private final ModelDensity written;
    private final Map<String, Tensor> degrees = new LinkedHashMap<>();
    private long gradientEvaluations;
    private long nanos;

    private CentringTrial(ModelDensity written) {
        this.written = written;
    }

    /**
     * Makes a trial.
     *
     * @param written the density of the model as it is written
     * @param seed the seed of the run
     * @param limit how long the run may take, null if there is no limit; the trial takes a tenth of it at most
     */
    static CentringTrial of(ModelDensity written, long seed, @Nullable Duration limit) {
        CentringTrial trial = new CentringTrial(written);
        List<List<String>> groups = written.scaledSites();
        if (!groups.isEmpty() && written.dimension() <= WIDEST) {
            long begin = System.nanoTime();
            trial.run(groups, ~seed, (limit == null ? LONG : limit).toNanos() / 10);
            trial.nanos = System.nanoTime() - begin;
        }
        return trial;
    }

    /** Returns the model over the coordinates that were chosen. */
    Model model() {
        return written.model().centred(degrees);
    }

    /** Whether the model is best sampled as it is written, or nothing was found out. */
    boolean isAsWritten() {
        return degrees.values().stream()
                .flatMapToDouble(degree -> Arrays.stream(degree.toArray()))
                .allMatch(degree -> degree == 1);
    }

    RunReport.Trial report() {
        return new RunReport.Trial(degrees, Duration.ofNanos(nanos), gradientEvaluations);
    }

    /** Where a trial fails, or takes too long, the sites stay as they are written: the run says what is wrong. */
    private void run(List<List<String>> groups, long seed, long limit) {
        SplittableGenerator random = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(seed);
        try {
            Set<String> sites = new LinkedHashSet<>();
            groups.forEach(sites::addAll);
            ModelTarget target = new ModelTarget(written.withScales(sites));
            List<List<CentringDegrees.Element>> elements = elements(groups, target, random, System.nanoTime() + limit);
            for (int group = 0; group < groups.size(); group++) {
                choose(groups.get(group), target, elements.get(group));
            }
        } catch (IllegalArgumentException | IllegalStateException | Error failed) {
            LOGGER.log(Level.DEBUG, "Sites are sampled as they are written, since a trial failed.", failed);
            degrees.clear();
        }
    }

    /**
     * Returns what to judge each group by.
     *
     * @throws IllegalStateException if there is no place to start, or no more time
     */
    private List<List<CentringDegrees.Element>> elements(
            List<List<String>> groups, ModelTarget target, SplittableGenerator random, long deadline) {
        GuardedTarget guarded = new GuardedTarget(target);
        int size = target.variables().stream().mapToInt(Variable::size).sum();
        List<Point> points = new ArrayList<>();
        List<List<CentringDegrees.Element>> elements = List.of();
        try {
            Kernel kernel = Nuts.create().maxTreeDepth(DEEPEST).kernel(guarded);
            State state = ChainStart.find(InitialPoints.ofTarget(), 0, guarded, kernel, random.split());
            for (int step = 0; step < LONGEST; step++) {
                if (step == STEPS) {
                    state = kernel.finishWarmup(state);
                }
                state = step < STEPS
                        ? kernel.warmup(state, step, STEPS, random.split())
                        : kernel.step(state, random.split());
                if (Thread.currentThread().isInterrupted() || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("There is no more time.");
                }
                if (step >= STEPS - LOOKED_AT) {
                    points.add(new Point((GradientState) state, target, size));
                }
                if (points.size() == LOOKED_AT) {
                    elements = groups.stream()
                            .map(group -> elements(group, target, points))
                            .toList();
                    if (elements.stream().allMatch(CentringDegrees::isSettled)) {
                        break;
                    }
                    points.clear();
                }
            }
        } finally {
            gradientEvaluations = guarded.density().gradientEvaluations();
        }
        return elements;
    }

    /** Elements of one site may differ in their degrees; sites of a loop have one, so that they stay alike. */
    private void choose(List<String> group, ModelTarget target, List<CentringDegrees.Element> elements) {
        if (group.size() > 1) {
            Tensor degree = Tensor.of(CentringDegrees.ofAll(elements));
            group.forEach(site -> degrees.put(site, degree));
            return;
        }
        double[] each = CentringDegrees.ofEach(elements);
        boolean areEqual = Arrays.stream(each).allMatch(degree -> degree == each[0]);
        String site = group.get(0);
        degrees.put(site, areEqual ? Tensor.of(each[0]) : Tensor.of(shape(site, target), each));
    }

    private static Shape shape(String site, ModelTarget target) {
        return target.density().recorded().stream()
                .filter(recorded -> recorded.name().equals(site))
                .map(ModelDensity.Recorded::shape)
                .findFirst()
                .orElseThrow();
    }

    private static List<CentringDegrees.Element> elements(List<String> group, ModelTarget target, List<Point> points) {
        Map<String, Integer> offsets = new HashMap<>();
        int offset = 0;
        for (Variable variable : target.variables()) {
            offsets.put(variable.name(), offset);
            offset += variable.size();
        }
        List<CentringDegrees.Element> elements = new ArrayList<>();
        for (String site : group) {
            int value = Objects.requireNonNull(offsets.get(site));
            int scale = Objects.requireNonNull(offsets.get(ModelDensity.SCALE_OF + site));
            int[] coordinates = target.coordinates(site);
            for (int i = 0; i < coordinates.length; i++) {
                elements.add(element(coordinates[i], value + i, scale + i, points));
            }
        }
        return elements;
    }

    private static CentringDegrees.Element element(int coordinate, int value, int scale, List<Point> points) {
        int count = points.size();
        double[] standard = new double[count];
        double[] gradient = new double[count];
        double[] locations = new double[count];
        double[] scales = new double[count];
        for (int i = 0; i < count; i++) {
            Point point = points.get(i);
            standard[i] = point.state.position()[coordinate];
            gradient[i] = point.state.gradient()[coordinate];
            scales[i] = point.recorded[scale];
            locations[i] = point.recorded[value] - scales[i] * standard[i];
        }
        return new CentringDegrees.Element(standard, gradient, locations, scales);
    }

    /** A state of the chain, with the values and scales at it. */
    private static final class Point {
        private final GradientState state;
        private final double[] recorded;

        Point(GradientState state, ModelTarget target, int size) {
            this.state = state;
            this.recorded = new double[size];
            target.record(state.position(), state.logDensity(), recorded);
        }
    }
}
