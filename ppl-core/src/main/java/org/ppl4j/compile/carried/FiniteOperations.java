package org.ppl4j.compile.carried;

import java.util.Set;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Arctangent;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Cosine;
import org.ppl4j.graph.ErrorFunction;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.NormalCdf;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Sine;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Tanh;

/** Operations that are finite, as their derivatives are, wherever their operands are. */
final class FiniteOperations {

    private static final Set<Class<? extends Op>> ALL = Set.of(
            Absolute.class,
            Add.class,
            Arctangent.class,
            Broadcast.class,
            Concatenate.class,
            Cosine.class,
            ErrorFunction.class,
            LogAddExp.class,
            Maximum.class,
            Minimum.class,
            Multiply.class,
            Negate.class,
            NormalCdf.class,
            Reshape.class,
            Sigmoid.class,
            Sine.class,
            Softplus.class,
            Subtract.class,
            Sum.class,
            Take.class,
            Tanh.class);

    private FiniteOperations() {}

    static boolean contain(Op op) {
        return ALL.contains(op.getClass());
    }
}
