package org.ppl4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ppl4j.compile.rolling.RollingSum;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** A sum of log-density terms, each noted with the line of the site that it stems from. */
final class Terms {

    private final RollingSum sum;

    /** Creates an empty sum of separate terms. */
    Terms() {
        this(RollingSum.ofSeparate());
    }

    /**
     * Creates an empty sum.
     *
     * @param sum adds the terms up
     */
    Terms(RollingSum sum) {
        this.sum = sum;
    }

    /** Adds the log density of a value. */
    Tensor add(Site site, Distribution distribution, Tensor value) {
        return add(site, logDensity(site, distribution, value));
    }

    /** Adds a term. */
    Tensor add(Site site, Tensor term) {
        SiteChecks.requireOutsideOfScans(site, term);
        Node scalar = Nodes.sum(term.node());
        try {
            for (Node each : sum.terms(scalar)) {
                if (sum.add(each)) {
                    site.origin().noteOn(each);
                }
            }
        } catch (RuntimeException | StackOverflowError failure) {
            throw new FailedOptimizationException(failure);
        }
        return Tensor.of(scalar);
    }

    /**
     * Returns the sum of all terms.
     *
     * @param notes receives a line for each loop that was rolled
     */
    Node total(List<String> notes) {
        try {
            return sum.total(notes);
        } catch (RuntimeException | StackOverflowError failure) {
            throw new FailedOptimizationException(failure);
        }
    }

    /** Returns the sum of all terms, which are separate. */
    Node total() {
        return total(new ArrayList<>());
    }

    /** Returns the log density with one term for each independent element of the value; others are refused. */
    static Tensor logDensity(Site site, Distribution distribution, Tensor value) {
        Tensor terms = distribution.logDensity(value);
        if (terms == null) {
            throw site.error(
                    "the logDensity of " + distribution.name() + " is null. Return one term for each element.");
        }
        if (value.shape().isScalar() && terms.size() == 1) {
            return terms;
        }
        int batchRank = Math.max(0, value.rank() - distribution.eventRank());
        Shape batch = Shape.of(Arrays.copyOf(value.shape().dimensions(), batchRank));
        if (terms.size() != batch.size() && !terms.shape().broadcastsTo(batch)) {
            throw site.error("the logDensity of " + distribution.name() + " has shape " + terms.shape()
                    + " at a value of shape " + value.shape() + ". Return one term for each independent element"
                    + (distribution.eventRank() == 0
                            ? "."
                            : ": of an event rank of " + distribution.eventRank() + ", a tensor of shape " + batch
                                    + "."));
        }
        return terms.shape().size() < batch.size() && terms.shape().broadcastsTo(batch)
                ? terms.broadcastTo(batch)
                : terms;
    }
}
