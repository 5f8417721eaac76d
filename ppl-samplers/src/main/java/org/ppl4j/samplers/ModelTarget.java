package org.ppl4j.samplers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ppl4j.chains.Variable;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.model.ModelDensity.SampledSite;

/** A model as a target: records the sampled sites in the model's space, and the deterministic values. */
@LibraryFrame
final class ModelTarget implements Target {

    private final ModelDensity density;
    private final List<Variable> variables;

    ModelTarget(ModelDensity density) {
        this.density = density;
        this.variables = density.recorded().stream()
                .map(recorded -> Variable.of(recorded.name(), recorded.shape().dimensions()))
                .toList();
    }

    @Override
    public ModelDensity density() {
        return density;
    }

    @Override
    public List<Variable> variables() {
        return variables;
    }

    @Override
    public double record(double[] position, double[] values) {
        return density.record(position, values);
    }

    @Override
    public double record(double[] position, double logDensity, double[] values) {
        return density.record(position, logDensity, values);
    }

    @Override
    public void prepareRecord() {
        density.compileRecord();
    }

    @Override
    public double[] initialPosition(RandomGenerator random) {
        return density.initialPosition(random);
    }

    @Override
    public int[] coordinates(String variable) {
        for (SampledSite site : density.sampledSites()) {
            if (site.name().equals(variable)) {
                return IntStream.range(site.offset(), site.offset() + site.size())
                        .toArray();
            }
        }
        if (variables.stream().anyMatch(candidate -> candidate.name().equals(variable))) {
            return new int[0];
        }
        throw new IllegalArgumentException("There is no variable \"" + variable + "\"; there are "
                + variables.stream().map(Variable::name).collect(Collectors.joining(", ")) + ".");
    }

    @Override
    public double[] unconstrain(Map<String, ?> values, double[] fallback) {
        return density.unconstrain(values, fallback);
    }

    @Override
    public Optional<Prior> prior() {
        return Optional.of(new ModelPrior(density));
    }

    @Override
    public List<String> discreteVariables() {
        return density.sampledSites().stream()
                .filter(SampledSite::isDiscrete)
                .map(SampledSite::name)
                .toList();
    }

    @Override
    public List<String> constrainedVariables() {
        Set<String> real = density.realSites();
        return density.sampledSites().stream()
                .map(SampledSite::name)
                .filter(name -> !real.contains(name))
                .toList();
    }

    @Override
    public String describe(String variable) {
        return density.describeSite(variable);
    }

    @Override
    public String describeFailure(double[] position) {
        return density.describeFailure(position);
    }
}
