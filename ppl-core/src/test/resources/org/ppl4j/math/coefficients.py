"""Prints the minimax polynomials of org.ppl4j.math, lowest power first, by the Remez exchange in 50- to 60-digit arithmetic.

Each is the polynomial p of the given degree that minimises the largest |weight(x) (p(x) - f(x))| on an interval; its
coefficients are then rounded to doubles. Run: python3 coefficients.py (mpmath 1.3.0, a few seconds).
"""
from mpmath import (mp, mpf, matrix, lu_solve, polyval, pi, cos, sin, tan, atan, atanh, exp, expm1, erf, erfc, log, loggamma,
                    euler, psi, sqrt, sign, findroot, nstr)

mp.dps = 50


def remez(f, weight, low, high, degree, iterations):
    low, high, count = mpf(low), mpf(high), degree + 2

    def chebyshev(fraction):
        return (low + high) / 2 - (high - low) / 2 * cos(pi * fraction)

    nodes = [chebyshev(mpf(i) / (count - 1)) for i in range(count)]
    size = 40 * count
    grid = [chebyshev((i + mpf('0.5')) / size) for i in range(size)]
    values = [(f(g), weight(g)) for g in grid]
    best = None
    for _ in range(iterations):
        a, b = matrix(count, count), matrix(count, 1)
        for i in range(count):
            for j in range(degree + 1):
                a[i, j] = nodes[i]**j
            a[i, degree + 1] = (-1)**i / weight(nodes[i])
            b[i] = f(nodes[i])
        solution = lu_solve(a, b)
        coefficients = [solution[j] for j in range(degree + 1)]
        level = abs(solution[degree + 1])
        error = [(polyval(coefficients[::-1], g) - v) * w for g, (v, w) in zip(grid, values)]
        runs, start = [], 0
        for i in range(1, size):
            if sign(error[i]) != sign(error[start]) and error[i] != 0:
                runs.append((start, i))
                start = i
        runs.append((start, size))
        extrema = [max(range(p, q), key=lambda i: abs(error[i])) for p, q in runs]
        largest = max(abs(e) for e in error)
        if best is None or largest < best[0]:
            best = (largest, coefficients)
        while len(extrema) > count:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        if largest < level * mpf('1.02') or len(extrema) < count:
            break
        nodes = [grid[i] for i in extrema]
    return best


def report(title, f, weight, low, high, degree, iterations=12):
    largest, coefficients = remez(f, weight, low, high, degree, iterations)
    print('%s: largest weighted error 2^%s' % (title, nstr(log(largest, 2), 4)))
    for c in coefficients:
        print('    ' + float(c).hex())


TINY = mpf(10)**-9
MARGIN = mpf('1.0005')


def atanh_rest(z):
    return mpf(2) / 3 + 2 * z / 5 if z < TINY**2 else (2 * atanh(sqrt(z)) - 2 * sqrt(z)) / sqrt(z)**3


def atanh_second_rest(z):
    s = sqrt(z)
    return mpf(2) / 5 + 2 * z / 7 if z < mpf(10)**-10 else (2 * atanh(s) - 2 * s - 2 * s**3 / 3) / s**5


def erf_ratio(z):
    return 2 / sqrt(pi) * (1 - z / 3) if z < mpf(10)**-15 else erf(sqrt(z)) / sqrt(z)


def scaled_erfc(t):
    if t >= 1:
        return 2 / sqrt(pi)
    a = 4 * (1 + t) / (1 - t)
    if a < 25:
        return (1 + 2 * a) * exp(a * a) * erfc(a)
    term = total = mpf(1)
    for k in range(1, 40):
        term *= -(2 * k - 1) / (2 * a * a)
        if abs(term) < mpf(10)**-45:
            break
        total += term
    return (1 + 2 * a) / (a * sqrt(pi)) * total


half_log2 = log(mpf(2)) / 2 * MARGIN
log_end = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1))**2 * MARGIN
quarter_pi = (pi / 4 * MARGIN)**2
atan_end = (tan(pi / 8) * mpf('1.001'))**2

report('(e^r - 1 - r) / r^2', lambda r: (expm1(r) - r) / r**2 if abs(r) > TINY else mpf(1) / 2 + r / 6,
       lambda r: abs(r) + TINY, -half_log2, half_log2, 10)
report('(2 atanh(s) - 2 s) / s^3 in s^2, twice the relative error', atanh_rest, lambda z: z + TINY, 0, log_end, 6)
report('the same to 1/9, for softplus', atanh_rest, lambda z: z + TINY, 0, mpf(1) / 9, 9)
report('(2 atanh(s) - 2 s - 2 s^3/3) / s^5 in s^2', atanh_second_rest, lambda z: z * z + mpf(10)**-12, 0, log_end, 7)
report('(sin r - r) / r^3 in r^2', lambda z: (sin(sqrt(z)) - sqrt(z)) / sqrt(z)**3 if z > TINY else z / 120 - mpf(1) / 6,
       lambda z: z + TINY, 0, quarter_pi, 6)
report('(cos r - 1 + r^2/2) / r^4 in r^2', lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2 if z > TINY else mpf(1) / 24 - z / 720,
       lambda z: z * z + TINY, 0, quarter_pi, 5)
report('(atan t - t) / t^3 in t^2', lambda z: (atan(sqrt(z)) - sqrt(z)) / sqrt(z)**3 if z > TINY else z / 5 - mpf(1) / 3,
       lambda z: z + TINY, 0, atan_end, 10)
report('erf(x)/x - 1 in x^2', lambda z: erf_ratio(z) - 1,
       lambda z: 1 / erf_ratio(z), 0, mpf('0.85'), 11)
report('(1 + 2 a) exp(a^2) erfc(a) in (a - 4) / (a + 4)', scaled_erfc, lambda t: 1 / scaled_erfc(t), -1, 1, 24, 3)
mp.dps = 60
zero = findroot(lambda x: psi(0, x), mpf('1.4616'))
report('logGamma(2 + t) / t', lambda t: loggamma(2 + t) / t if abs(t) > mpf(10)**-20 else 1 - euler, lambda t: mpf(1), -0.75, 0.25, 20, 5)
report('digamma(2 + t) / (2 + t - zero)', lambda t: psi(0, 2 + t) / (2 + t - zero),
       lambda t: (2 + t - zero) / psi(0, 2 + t), -0.75, 0.25, 20, 5)
report('trigamma(2 + t)', lambda t: psi(1, 2 + t), lambda t: 1 / psi(1, 2 + t), -0.75, 0.25, 22, 5)
