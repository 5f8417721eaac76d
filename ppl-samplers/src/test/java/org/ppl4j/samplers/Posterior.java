package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ppl4j.chains.Chains;
import org.ppl4j.model.Model;

/**
 * A model, a sampler with settings that suit it, and the exact answers.
 *
 * @param model the model
 * @param sampler the sampler
 * @param thin how many steps a draw takes
 * @param answers what is known exactly
 */
record Posterior(Model model, Sampler sampler, int thin, List<Exact> answers) {
    private static final int DRAWS = 15_000;
    private static final Pattern QUANTITY = Pattern.compile("(?:smoothed )?(mean|sd|q([0-9.]+)) (\\S+)");

    Posterior(Model model, Sampler sampler, List<Exact> answers) {
        this(model, sampler, 1, answers);
    }

    /** Runs four chains, the first steps of which are dropped. */
    Chains sample(long seed) {
        return Sampling.of(model)
                .with(sampler)
                .chains(4)
                .warmup(500)
                .draws(DRAWS)
                .thin(thin)
                .seed(seed)
                .progress(false)
                .run();
    }

    /**
     * Reads the means, standard deviations and quantiles of a model in the table.
     *
     * @param start how the model's description begins
     * @param numbers the names of numbers in the chains by those in the table; numbers without one are left out
     */
    static List<Exact> table(String start, Map<String, String> numbers) {
        List<Exact> answers = new ArrayList<>();
        ExactTable.quantities(start).forEach((quantity, value) -> {
            Matcher matcher = QUANTITY.matcher(quantity);
            if (matcher.matches() && numbers.containsKey(matcher.group(3))) {
                String number = numbers.get(matcher.group(3));
                answers.add(
                        switch (matcher.group(1)) {
                            case "mean" -> Exact.mean(number, value);
                            case "sd" -> Exact.standardDeviation(number, value);
                            default -> Exact.quantile(number, Double.parseDouble(matcher.group(2)), value);
                        });
            }
        });
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("The table has no quantity of " + numbers + " in " + start);
        }
        return answers;
    }

    @Override
    public String toString() {
        return model.name() + " by " + sampler;
    }
}
