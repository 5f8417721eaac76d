package org.ppl4j.chains;

/**
 * How well the momenta explore the energies: E-BFMI, the estimated Bayesian fraction of missing information.
 *
 * <p>M. Betancourt, "Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo", arXiv:1604.00695, 2016.
 */
public final class EnergyMixing {

    private EnergyMixing() {}

    /**
     * {@return the mean squared change of the energy from draw to draw, divided by the energy's variance: about 2 for
     * independent draws; below 0.3 the tails are explored slowly. NaN with fewer than 2 draws or constant ones}
     *
     * @param energies the energies of the draws of one chain
     */
    public static double ebfmi(double[] energies) {
        if (energies.length < 2) {
            return Double.NaN;
        }
        double changes = 0;
        for (int draw = 1; draw < energies.length; draw++) {
            double change = energies[draw] - energies[draw - 1];
            changes += change * change;
        }
        double squares = Moments.variance(energies) * (energies.length - 1);
        return squares > 0 ? changes / squares : Double.NaN;
    }
}
