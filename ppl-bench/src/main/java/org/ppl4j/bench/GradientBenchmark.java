package org.ppl4j.bench;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.bench.peers.PeerData;
import org.ppl4j.bench.peers.Yardstick;
import org.ppl4j.model.ModelDensity;

/** One log density with its gradient, of each model: compiled, and by hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class GradientBenchmark {

    /** What is measured. */
    public enum Side {
        /** The compiled model. */
        COMPILED,
        /** The same in hand-written Java. */
        HAND_WRITTEN
    }

    /**
     * What the calls of an iteration took of a processor: what they would take alone, more or less, when other work is on
     * the machine. Stan's times are such too.
     */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processor {

        /** How many calls there were. */
        public long calls;

        /** What they took together. */
        public long nanoseconds;

        private long start;

        /** Creates the counters. */
        public Processor() {}

        /** Begins an iteration. */
        @Setup(Level.Iteration)
        public void begin() {
            start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        /** Ends an iteration. */
        @TearDown(Level.Iteration)
        public void end() {
            nanoseconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        }
    }

    private interface Gradient {
        double evaluate(double[] position, double[] gradient);
    }

    /** Positions take turns, so that the processor does not learn the branches at one of them. */
    private static final int POSITIONS = 64;

    /** The model. */
    @Param
    public Peer peer = Peer.BNN;

    /** What of it is measured. */
    @Param
    public Side side = Side.COMPILED;

    private Gradient function = (position, gradient) -> Double.NaN;
    private double[][] positions = new double[0][];
    private double[] gradient = new double[0];
    private int next;

    /** Creates the benchmark's state; {@link #prepare} fills it. */
    public GradientBenchmark() {}

    /** Makes what is measured; a compiled model has then taken its fastest form. */
    @Setup
    public void prepare() {
        PeerData data = peer.data();
        Yardstick yardstick = peer.yardstick(data);
        int dimension = yardstick.dimension();
        SplittableRandom random = new SplittableRandom(1);
        positions = new double[POSITIONS][];
        for (int i = 0; i < POSITIONS; i++) {
            positions[i] = random.doubles(dimension, -1, 1).toArray();
        }
        gradient = new double[dimension];
        switch (side) {
            case COMPILED -> {
                ModelDensity density = peer.model(data).density();
                Settling.settle(density, positions[0]);
                function = density::logDensityAndGradient;
            }
            case HAND_WRITTEN -> function = yardstick::logDensityAndGradient;
        }
    }

    /**
     * One log density with its gradient.
     *
     * @param processor counts
     */
    @Benchmark
    public double gradient(Processor processor) {
        processor.calls++;
        next = (next + 1) % POSITIONS;
        return function.evaluate(positions[next], gradient);
    }
}
