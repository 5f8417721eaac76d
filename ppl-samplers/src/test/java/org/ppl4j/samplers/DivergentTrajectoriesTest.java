package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Divergence;
import org.ppl4j.chains.DivergentTrajectory;
import org.ppl4j.density.LogDensity;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** The trajectories that diverged in a run, and what becomes of them when its chains are cut or go on. */
class DivergentTrajectoriesTest {
    private static final Sampling FUNNEL = Sampling.of(Target.of(new FunnelDensity()))
            .with(Hmc.of(0.6, 5))
            .chains(2)
            .seed(5)
            .report(false)
            .progress(false);

    @Test
    void eachDrawThatDivergedHasItsTrajectory() {
        Chains chains = FUNNEL.draws(2000).run();
        List<DivergentTrajectory> all = chains.divergences().trajectories();
        assertThat(all).hasSizeGreaterThan(5).hasSize(chains.divergences().total());
        FunnelDensity density = new FunnelDensity();
        for (int i = 0; i < all.size(); i++) {
            DivergentTrajectory each = all.get(i);
            assertThat(chains.values("diverging", each.chain())[each.draw()]).isOne();
            assertThat(each.energyError()).isGreaterThan(1000);
            if (each.draw() > 0) {
                assertThat(each.start()).containsExactly(chains.draw(each.chain(), each.draw() - 1, "q"));
            }
            assertThat(each.end()).hasSize(10).isNotEqualTo(each.start());
            assertThat(density.logDensity(each.end())).isLessThan(density.logDensity(each.start()));
            assertThat(each.startValues()).containsOnlyKeys("q");
            assertThat(tensor(each.endValues(), "q").toArray()).containsExactly(each.end());
        }
        assertThat(all.get(0))
                .hasToString("Draw " + all.get(0).draw()
                        + " of chain 0: a divergence with an energy error of "
                        + all.get(0).energyError());
        assertThat(all.get(all.size() - 1).chain()).isOne();
    }

    @Test
    void theyGoWithTheirDraws(@TempDir Path folder) throws Exception {
        Chains chains = FUNNEL.draws(1000).run();
        assertThat(places(chains)).isNotEmpty().isEqualTo(diverging(chains));
        Chains part = chains.slice(300, 900);
        assertThat(places(part)).isNotEmpty().isEqualTo(diverging(part));
        Chains thinned = chains.thin(2);
        assertThat(places(thinned)).isNotEmpty().isEqualTo(diverging(thinned));
        Chains one = chains.select("q[0]").withDerived(List.of());
        assertThat(places(one)).isEqualTo(diverging(chains));
        Path file = folder.resolve("chains.csv");
        chains.writeCsv(file);
        Chains read = Chains.readCsv(file);
        assertThat(read.divergences().trajectories()).isEmpty();
        assertThat(read.divergences().total()).isEqualTo(chains.divergences().total());
    }

    @Test
    void aRunThatGoesOnKeepsThemAndMeetsMore() {
        Chains first = FUNNEL.draws(500).run();
        Chains longer = first.resume(700);
        assertThat(places(longer)).isEqualTo(places(FUNNEL.draws(1200).run()));
        assertThat(places(longer.slice(0, 500))).isEqualTo(places(first));
        // Chains that are resumed to fewer draws than there are have no later ones.
        assertThat(places(first.resume(10)))
                .isEqualTo(places(longer.slice(0, 510)))
                .hasSizeLessThan(places(longer).size());
    }

    @Test
    void severalMayBelongToOneDrawOfAThinnedRun() {
        List<DivergentTrajectory> all = FUNNEL.draws(2000).run().divergences().trajectories();
        List<DivergentTrajectory> thinned =
                FUNNEL.draws(40).thin(50).run().divergences().trajectories();
        assertThat(thinned).hasSameSizeAs(all);
        for (int i = 0; i < all.size(); i++) {
            assertThat(thinned.get(i).draw()).isEqualTo(all.get(i).draw() / 50);
            assertThat(thinned.get(i).end()).containsExactly(all.get(i).end());
        }
    }

    @Test
    void theirEndsHaveTheNamesAndTheSpaceOfTheModel() {
        Model funnel = Model.of("funnel", m -> {
            Tensor tau = m.sample("tau", HalfNormal.of(5));
            Tensor theta = m.sample("theta", Normal.of(0, tau).iid(8));
            m.deterministic("sum", theta.sum());
        });
        Chains chains = Sampling.of(funnel)
                .with(Hmc.of(0.4, 5))
                .chains(1)
                .draws(2000)
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        List<DivergentTrajectory> all = chains.divergences().trajectories();
        assertThat(all).isNotEmpty();
        for (DivergentTrajectory each : all) {
            Map<String, Tensor> start = each.startValues();
            assertThat(start).containsOnlyKeys("tau", "theta", "sum");
            assertThat(tensor(start, "tau").toArray()[0]).isCloseTo(Math.exp(each.start()[0]), within(1e-9));
            if (each.draw() > 0) {
                assertThat(tensor(start, "theta").toArray()).containsExactly(chains.draw(0, each.draw() - 1, "theta"));
                assertThat(tensor(start, "sum").toArray()).containsExactly(chains.draw(0, each.draw() - 1, "sum"));
            }
            assertThat(tensor(each.endValues(), "theta").toArray()).hasSize(8);
        }
    }

    /** Where a model throws there is a divergence, too, but nothing to say of its end. */
    @Test
    void anEndWhereTheModelThrowsIsNaN() {
        Target target = Target.of(Model.of("edge", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            if (x.doubleValue() > 1) {
                throw new IllegalStateException("too far");
            }
        }));
        assertThat(tensor(new PointValues(target).apply(new double[] {0.5}), "x")
                        .toArray())
                .containsExactly(0.5);
        assertThat(tensor(new PointValues(target).apply(new double[] {2}), "x").toArray())
                .containsExactly(Double.NaN);
    }

    @Test
    void ofManyCoordinatesFewerAreKept() {
        assertThat(kept(new Cliff(2), 1500)).isEqualTo(1000);
        assertThat(kept(new Cliff(5_000), 150)).isEqualTo(100);
    }

    private static int kept(LogDensity density, int steps) {
        Kernel kernel = Hmc.of(1, 1).kernel(Target.of(density));
        RandomGenerator random = new SplittableRandom(1);
        State state = kernel.start(new double[density.dimension()], random);
        for (int i = 0; i < steps; i++) {
            state = kernel.step(state, random);
        }
        return kernel.divergences().size();
    }

    @Test
    void refusesWhatIsOfNoDraw() {
        Chains chains = FUNNEL.draws(10).run();
        Divergence divergence = new Divergence(new double[10], new double[10], 2000);
        assertThatThrownBy(() -> chains.withDivergences(
                        List.of(new DivergentTrajectory(1, 10, divergence, position -> Map.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A trajectory diverged at draw 10 of chain 1, which does not exist: there are 2 chains, of 10"
                                + " draws or more, both counted from 0.");
        assertThatThrownBy(() -> new Divergence(new double[2], new double[3], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A divergence starts and ends in one space, got 2 coordinates of the start and 3 of the end.");
    }

    /** Each step ends where the density does. */
    private record Cliff(int dimension) implements LogDensity {
        @Override
        public double logDensity(double[] position) {
            return position[0] == 0 ? 0 : Double.NEGATIVE_INFINITY;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            return logDensity(position);
        }
    }

    private static List<String> places(Chains chains) {
        return chains.divergences().trajectories().stream()
                .map(each -> each.chain() + " " + each.draw())
                .toList();
    }

    private static List<String> diverging(Chains chains) {
        return IntStream.range(0, chains.chainCount())
                .boxed()
                .flatMap(chain -> IntStream.range(0, chains.drawsOf(chain))
                        .filter(draw -> chains.values("diverging", chain)[draw] == 1)
                        .mapToObj(draw -> chain + " " + draw))
                .toList();
    }

    private static Tensor tensor(Map<String, Tensor> values, String name) {
        Tensor tensor = values.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(name);
        }
        return tensor;
    }
}
