package org.ppl4j.math;

/** Evaluates polynomials with their coefficients in arrays, where branches and loops are allowed. */
final class Polynomials {

    private Polynomials() {}

    /** Returns {@code c[0] + c[1] x + c[2] x^2 + ...}: even and odd powers are two chains, for speed. */
    static double evaluate(double[] coefficients, double x) {
        double square = x * x;
        int last = coefficients.length - 1;
        int i = last - (last & 1);
        double even = coefficients[i];
        double odd = i < last ? coefficients[last] : 0;
        for (i -= 2; i >= 0; i -= 2) {
            odd = Math.fma(odd, square, coefficients[i + 1]);
            even = Math.fma(even, square, coefficients[i]);
        }
        return Math.fma(odd, x, even);
    }
}
