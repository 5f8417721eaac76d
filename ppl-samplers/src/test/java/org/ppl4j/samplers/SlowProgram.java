package org.ppl4j.samplers;

import java.util.concurrent.atomic.AtomicBoolean;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;

/** A program that samples slowly and prints what it got: run in a JVM of its own, to be ended from outside. */
final class SlowProgram {
    private SlowProgram() {}

    /** Arguments: draws, chains, and what to do in the end: "return", "exit", "hang" or "again". */
    public static void main(String[] arguments) throws InterruptedException {
        int draws = Integer.parseInt(arguments[0]);
        int chainCount = Integer.parseInt(arguments[1]);
        AtomicBoolean started = new AtomicBoolean();
        Sampling sampling = Sampling.of(Target.of(new Slow()))
                .with(RandomWalkMetropolis.of(1))
                .draws(draws)
                .chains(chainCount)
                .threads(chainCount)
                .seed(1)
                .report(false)
                .onDraw((chain, draw, values, statistics) -> {
                    if (draw == 5 && started.compareAndSet(false, true)) {
                        System.out.println("started");
                    }
                });
        Chains chains = sampling.run();
        System.out.println("complete=" + chains.complete());
        for (int chain = 0; chain < chainCount; chain++) {
            System.out.println("draws=" + chains.values("q[0]", chain).length);
        }
        chains.warnings().forEach(System.out::println);
        switch (arguments[2]) {
            case "exit" -> System.exit(3);
            case "hang" -> Thread.sleep(1_000_000);
            case "again" -> {
                try {
                    Chains second = sampling.run();
                    System.out.println("complete=" + second.complete());
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
            default -> {}
        }
        System.out.println("end");
    }

    /** A standard normal that takes a millisecond. */
    private static final class Slow implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return -position[0] * position[0] / 2;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = -position[0];
            return logDensity(position);
        }
    }
}
