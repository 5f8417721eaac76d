package org.ppl4j.bench.peers;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.ppl4j.model.Model;

/** A model of the suite: in PPL4J, by hand, and its data. */
// the functions are references to static methods, which hold nothing
@SuppressWarnings("ImmutableEnumChecker")
public enum Peer {
    /** The Bayesian neural network of Turing's tutorial. */
    BNN(NeuralNetwork::model, HandWrittenNetwork::new),
    /** Logistic regression, 1000 rows of 10. */
    LOGREG(LogisticRegression::model, HandWrittenLogistic::new),
    /** Logistic regression, 10,000 rows of 50. */
    LOGREG_LARGE(LogisticRegression::model, HandWrittenLogistic::new),
    /** Linear regression, 1000 rows of 5. */
    LINREG(LinearRegression::model, HandWrittenLinear::new),
    /** Eight schools. */
    EIGHT_SCHOOLS(EightSchools::model, HandWrittenSchools::new),
    /** Varying intercepts: 919 homes in 85 counties. */
    RADON(Radon::model, HandWrittenRadon::new),
    /** Neal's funnel in ten dimensions. */
    FUNNEL(Funnel::model, HandWrittenFunnel::new),
    /** Gaussian-process regression, 150 points. */
    GP(GaussianProcess::model, HandWrittenProcess::new),
    /** A hidden Markov model, 300 times. */
    HMM(HiddenMarkov::model, HandWrittenMarkov::new),
    /** Stochastic volatility, 500 times. */
    STOCHASTIC_VOLATILITY(StochasticVolatility::model, HandWrittenVolatility::new),
    /** A mixture of two normals, 1000 observations. */
    MIXTURE(Mixture::model, HandWrittenMixture::new),
    /** Counts with crossed effects, 2000 of them. */
    POISSON_GLMM(PoissonMixed::model, HandWrittenPoisson::new);

    private final Function<PeerData, Model> model;
    private final Function<PeerData, Yardstick> yardstick;

    Peer(Function<PeerData, Model> model, Function<PeerData, Yardstick> yardstick) {
        this.model = model;
        this.yardstick = yardstick;
    }

    /** Returns the name of the data file, which is also the one in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the data. */
    public PeerData data() {
        return PeerData.read(label());
    }

    /** Returns the file of its data, written if need be. */
    public Path dataFile() {
        return PeerData.file(label());
    }

    /** Returns the folder for data files and what is made of them. */
    public static Path dataFolder() {
        return GeneratedData.folder();
    }

    /**
     * Returns the model, not yet traced.
     *
     * @param data its data
     */
    public Model model(PeerData data) {
        return model.apply(data);
    }

    /**
     * Returns the hand-written form.
     *
     * @param data its data
     */
    public Yardstick yardstick(PeerData data) {
        return yardstick.apply(data);
    }
}
