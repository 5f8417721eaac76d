package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The numbers by which a report judges chains: all of them, or, where that would take long, a part that is spread evenly
 * over each variable.
 */
final class Evidence {

    private static final int MOST_NUMBERS = 1_000;
    private static final int FEWEST_NUMBERS = 10;
    /** Each takes a microsecond, since they are sorted and correlated. */
    private static final long MOST_VALUES = 2_000_000;

    private static final int MOST_DRAWS = 40_000;
    private static final int FEWEST_DRAWS_OF_CHAIN = 1_000;

    private final Chains chains;
    private final Chains judged;
    private final List<Family> families;

    /**
     * Some elements of one variable. Variables that are named as elements of one, such as those of a loop, count as one.
     *
     * @param name the name of the variable
     * @param numbers the names of the elements that are judged
     * @param isDerived whether it is calculated from others rather than sampled
     */
    record Family(String name, List<String> numbers, boolean isDerived) {}

    Evidence(Chains chains) {
        this.chains = chains;
        int every =
                Math.min((chains.drawCount() + MOST_DRAWS - 1) / MOST_DRAWS, chains.draws() / FEWEST_DRAWS_OF_CHAIN);
        long affordable = MOST_VALUES / Math.max(1, chains.drawCount() / Math.max(1, every));
        int most = (int) Math.max(FEWEST_NUMBERS, Math.min(MOST_NUMBERS, affordable));
        this.families = merged(shares(chains.variables(), most));
        this.judged =
                every > 1 ? chains.select(numbers().toArray(String[]::new)).thin(every) : chains;
    }

    Chains chains() {
        return chains;
    }

    /**
     * Returns the draws by which convergence is judged: all, or of very many each so many-th one. Where the effective sample size
     * of those is low it is that of all, since neighbours tell nothing new then.
     */
    Chains judged() {
        return judged;
    }

    /** Returns the variables, those that are named as elements of one joined. */
    List<Family> families() {
        return families;
    }

    List<String> numbers() {
        return families.stream().flatMap(family -> family.numbers().stream()).toList();
    }

    /** Shares out the numbers, small variables first: those are judged as a whole. */
    private static Map<Variable, Integer> shares(List<Variable> all, int most) {
        int step = (all.size() + most - 1) / most;
        List<Variable> ascending = IntStream.range(0, all.size())
                .filter(place -> place % step == 0)
                .mapToObj(all::get)
                .sorted(Comparator.comparingInt(Variable::size))
                .toList();
        Map<Variable, Integer> shares = new HashMap<>();
        int left = most;
        for (int done = 0; done < ascending.size(); done++) {
            Variable variable = ascending.get(done);
            int share = Math.min(variable.size(), left / (ascending.size() - done));
            shares.put(variable, share);
            left -= share;
        }
        return shares;
    }

    private List<Family> merged(Map<Variable, Integer> shares) {
        Map<String, List<String>> numbers = new LinkedHashMap<>();
        for (Variable variable : chains.variables()) {
            long size = variable.size();
            int share = shares.getOrDefault(variable, 0);
            List<String> elements = numbers.computeIfAbsent(base(variable.name()), base -> new ArrayList<>());
            for (int index = 0; index < share; index++) {
                elements.add(variable.scalarName((int) (index * size / share)));
            }
        }
        return numbers.entrySet().stream()
                .filter(family -> !family.getValue().isEmpty())
                .map(family -> new Family(
                        family.getKey(),
                        List.copyOf(family.getValue()),
                        chains.isDerived(family.getValue().get(0))))
                .toList();
    }

    private static String base(String name) {
        return ElementName.parse(name).map(ElementName::base).orElse(name);
    }
}
