package org.ppl4j.compile;

import java.util.concurrent.atomic.AtomicBoolean;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.CompilerLog;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.compile.vector.Simd;
import org.ppl4j.compile.vector.VectorClass;
import org.ppl4j.compile.vector.VectorComputation;
import org.ppl4j.compile.vector.VectorCost;
import org.ppl4j.compile.vector.VectorLoops;
import org.ppl4j.compile.vector.VectorModule;

/**
 * The forms of one program: the scalar one, which is fast at once, and the SIMD one, which is made when the program has
 * run often, tried in the background, and then takes over if it is faster.
 */
final class Forms {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final String name;
    private final Schedule schedule;
    private final Layout layout;
    private final ClassEmitter.Emitted scalar;
    private final Simd simd;
    private final AtomicBoolean tried = new AtomicBoolean();
    private volatile Computation current;
    private volatile String description;

    /**
     * Creates the forms of a program; it begins with the scalar one, or with SIMD if that is asked for.
     *
     * @param name the model's name
     * @param scalar the scalar form
     */
    Forms(String name, Schedule schedule, Layout layout, ClassEmitter.Emitted scalar) {
        this.name = name;
        this.schedule = schedule;
        this.layout = layout;
        this.scalar = scalar;
        this.current = scalar.computation();
        this.description = scalar.isInterpreted() ? "interpreted" : "scalar";
        boolean possible = !scalar.isInterpreted() && VectorLoops.isWorthwhile(schedule);
        this.simd = possible ? Simd.chosen() : Simd.OFF;
        if (simd == Simd.ON) {
            if (VectorModule.isPresent()) {
                use(vectorForm(VectorModule.lanes()));
            } else {
                stayWithoutModule();
            }
        }
    }

    /** Returns the form that is in use now. */
    Computation current() {
        return current;
    }

    Computation scalar() {
        return scalar.computation();
    }

    /** Makes the SIMD form. */
    VectorComputation vectorForm(int lanes) {
        return VectorClass.make(name, schedule, layout, scalar, lanes);
    }

    /** Lets the SIMD form take over. */
    void use(VectorComputation vectors) {
        current = vectors;
        description = "SIMD, " + VectorModule.lanes() + " numbers at once";
    }

    /** Says in words why the scalar form stays. */
    void stayScalar(String reason) {
        description = "scalar: " + reason;
    }

    /** Says in words which form is in use. */
    String description() {
        return description;
    }

    String name() {
        return name;
    }

    /** Returns after how many evaluations in one thread the SIMD form is to be considered; a negative number for never. */
    int evaluationsBeforeTrial() {
        if (simd != Simd.AUTO || tried.get()) {
            return -1;
        }
        return VectorModule.isPresent()
                ? VectorCost.evaluationsBeforeTrial(schedule)
                : VectorCost.evaluationsBeforeHint(schedule);
    }

    /** Returns the number of iterations, or rows, of the longest loop. */
    int longestLoop() {
        return schedule.units().stream().mapToInt(VectorLoops::iterations).max().orElse(0);
    }

    /**
     * Begins the trial of the SIMD form, unless it has begun; says what is missed if the module is absent.
     *
     * @param bound the program with data, for memory of the trial's own
     * @param position a position that is typical of those evaluated
     */
    void consider(Program.Bound bound, double[] position) {
        if (tried.getAndSet(true)) {
            return;
        }
        if (VectorModule.isPresent()) {
            FormTrial.start(new FormTrial(this, bound, position));
            return;
        }
        stayWithoutModule();
    }

    private void stayWithoutModule() {
        stayScalar("the module " + VectorModule.NAME + " is not there");
        if (!SAID.getAndSet(true)) {
            CompilerLog.get()
                    .log(
                            System.Logger.Level.INFO,
                            "Models are evaluated without SIMD instructions, with which many gradients take half the time or"
                                    + " less. To use them, start Java with --add-modules " + VectorModule.NAME + ".");
        }
    }
}
