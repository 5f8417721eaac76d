package org.ppl4j.samplers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ppl4j.model.Model;

/**
 * What each simulation of a calibration does.
 *
 * @param simulated the model that parameters and data are drawn from
 * @param fitted the model that is fitted to the data
 * @param sampler the algorithm
 * @param draws how many draws a parameter is ranked among
 * @param warmup how many steps of warm-up a fit has
 * @param thin how many steps a draw takes; 0 for as many as the effective sample size asks for
 * @param quantities what is ranked beside the variables
 */
record CalibrationSettings(
        Model simulated,
        Model fitted,
        Sampler sampler,
        int draws,
        int warmup,
        int thin,
        Map<String, TestQuantity> quantities) {

    CalibrationSettings {
        quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
    }

    CalibrationSettings withFitted(Model other) {
        return new CalibrationSettings(simulated, other, sampler, draws, warmup, thin, quantities);
    }

    CalibrationSettings withSampler(Sampler other) {
        return new CalibrationSettings(simulated, fitted, other, draws, warmup, thin, quantities);
    }

    CalibrationSettings withDraws(int other) {
        return new CalibrationSettings(simulated, fitted, sampler, other, warmup, thin, quantities);
    }

    CalibrationSettings withWarmup(int other) {
        return new CalibrationSettings(simulated, fitted, sampler, draws, other, thin, quantities);
    }

    CalibrationSettings withThin(int other) {
        return new CalibrationSettings(simulated, fitted, sampler, draws, warmup, other, quantities);
    }

    CalibrationSettings withQuantities(Map<String, TestQuantity> other) {
        return new CalibrationSettings(simulated, fitted, sampler, draws, warmup, thin, other);
    }
}
