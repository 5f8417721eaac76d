"""Writes elementary.csv and special.csv: high-precision reference values for the functions of org.ppl4j.math.

Made with mpmath (1.3.0) from definitions, at 60 digits or more; the arguments are doubles, taken exactly. Run it in its
own folder: python3 generate.py. Nothing here comes from the code under test, except some arguments (not values) at which
that code was found to be at its worst, in HARD.
"""
import math
import random
from mpmath import (mp, mpf, workdps, exp, expm1, log, log1p, tanh, sin, cos, atan, erf, erfc, erfinv, pi, sqrt, psi,
                    loggamma, power, nstr, cot, factorial, floor, log10)

mp.dps = 60
random.seed(20240611)
TINY = [5e-324, 1.5e-323, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-200, 1e-100, 1e-50, 1e-30, 1e-20]
SMALL = [1e-17, 1.1102230246251565e-16, 2.220446049250313e-16, 1e-15, 1e-12, 1e-10, 1e-8, 1.4901161193847656e-08, 1e-6,
         1e-5, 1e-4, 1e-3, 0.01, 0.05]
MIDDLE = [0.1, 0.2, 0.25, 0.3, 0.34657359027997264, 0.3465735902799727, 0.4, 0.47, 0.5, 0.6, 0.6931471805599453, 0.7, 0.75,
          0.8, 0.9, 0.92, 0.99, 1.0, 1.01, 1.1, 1.25, 1.4142135623730951, 1.5, 1.75, 2.0, 2.25, 2.5, math.e, 3.0, math.pi,
          4.0, 5.0, 6.0, 7.5, 8.0, 9.0, 10.0, 12.0, 15.0, 18.0, 19.0, 20.0, 22.0, 25.0, 27.0, 30.0, 36.0, 36.7, 37.0, 38.0,
          40.0, 50.0]
LARGE = [64.0, 100.0, 200.0, 300.0, 500.0, 700.0, 708.0, 1000.0, 1e4, 1e5, 1e6, 1e8, 1e10, 1e12, 1e15, 9007199254740993.0,
         1e17, 1e20, 1e50, 1e100, 1e154, 1e200, 1e300, 1.7976931348623157e308]
POSITIVE = TINY + SMALL + MIDDLE + LARGE


def neighbours(x, count=2):
    found = [x]
    low = high = x
    for _ in range(count):
        low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
        found += [low, high]
    return found


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def scaled(low, high, count):
    return [math.ldexp(random.uniform(1, 2), random.randint(low, high)) for _ in range(count)]


def both(values):
    return values + [-v for v in values]


def near(centre, count):
    return [centre + math.ldexp(random.uniform(-1, 1), -random.randint(1, 50)) for _ in range(count)]


HARD = {
    'exp': [-482.0709578894626, -9.350026277930148, -708.8913307028932, 539.6470038047898],
    'expm1': [0.381138655519512, 0.39462300907227466, 0.3568973493885593, 0.34779086006976234],
    'log': [0.6110718565490614, 2.707062156312265, 1.6018984732434756],
    'log1p': [0.565824112740418, -0.36866447983345946, -0.3720073740972504, 3.332490987505293e-308],
    'tanh': [18.581879749297514, 18.544060828437214, 0.46234872717485426, 0.9999999999999919],
    'sigmoid': [-2.7594596421312656, -3.4387158267647067, -11.8428583008236],
    'softplus': [5.44282670149237e-09, 1.2925708531737763e-07, -1.2929005233959534, 3.2722213467794754e-05, 1.4169485512859672e-05],
    'log1mExp': [-1.000000305096344, -26.66680401398287, -0.9999999999994523],
    'sin': [-293.01481372026416, -1264.8681075401093, -0.7952471274094215],
    'cos': [-0.810386997206229, 0.8150366456865749, 3.120790144189895E7],
    'atan': [0.5692518808818399, -0.5799579820959488, 0.4678477336320706, 0.4566629229633213],
    'erf': [-0.9191828194602598, 0.9071826439024513, 0.9148839787171585],
    'erfc': [8.385604110430407e-06, 0.4811968322003126, 0.8193525645436228, 0.8287316438926329, 0.5114575396110452, 0.4771506832787915],
}
PI_HARD = [v for k in (1, 2, 3, 4, 5, 7, 10, 100, 355, 1000, 12345, 1000001) for v in neighbours(float(k * pi / 2), 1)] + \
    [float(math.ldexp(6381956970095103, 797)), 2.0**28, math.nextafter(2.0**28, 0), 2.0**28 + 1, 1e22, 5.319372648326541e255]
LOG2_HALVES = [float((k + mpf(1) / 2) * log(2)) for k in range(-30, 31)]
OVERFLOW = neighbours(709.782712893384, 3) + neighbours(-745.1332191019411, 3) + neighbours(-708.3964185322641, 2)

ARGUMENTS = {
    'exp': both(POSITIVE) + LOG2_HALVES + OVERFLOW + uniform(-745, 709, 200) + uniform(-2, 2, 100),
    'expm1': both(POSITIVE) + LOG2_HALVES + OVERFLOW + uniform(-40, 709, 100) + uniform(-2, 2, 200),
    'log': POSITIVE + near(1.0, 100) + neighbours(math.sqrt(0.5)) + neighbours(math.sqrt(2)) + scaled(-1074, 1023, 200)
    + uniform(0.3, 3, 100),
    'log1p': POSITIVE + [-x for x in POSITIVE if x < 1] + near(0.0, 100) + uniform(-1, 3, 200) + scaled(-60, 1023, 100)
    + neighbours(math.sqrt(2) - 1) + neighbours(math.sqrt(0.5) - 1) + [math.nextafter(-1, 0)],
    'tanh': both(POSITIVE) + uniform(-2, 2, 150) + uniform(-20, 20, 150) + neighbours(19.061547465398498),
    'sigmoid': both(POSITIVE) + OVERFLOW + uniform(-745, 40, 150) + uniform(-5, 5, 150),
    'softplus': both(POSITIVE) + OVERFLOW + uniform(-745, 40, 150) + uniform(-5, 5, 150),
    'log1mExp': [-x for x in POSITIVE] + uniform(-745, 0, 100) + uniform(-5, 0, 150) + [-x for x in scaled(-1074, 5, 100)]
    + neighbours(-math.log(2)) + neighbours(-20.0) + neighbours(-745.1332191019411),
    'sin': both(POSITIVE) + PI_HARD + uniform(-10, 10, 150) + scaled(3, 1023, 100) + scaled(3, 28, 100),
    'cos': both(POSITIVE) + PI_HARD + uniform(-10, 10, 150) + scaled(3, 1023, 100) + scaled(3, 28, 100),
    'atan': both(POSITIVE) + uniform(-5, 5, 200) + neighbours(math.sqrt(2) - 1) + neighbours(math.sqrt(2) + 1)
    + neighbours(1.0) + scaled(-30, 30, 50),
    'erf': both(POSITIVE) + uniform(-3, 3, 200) + neighbours(0.92) + neighbours(5.921587195794507),
    'erfc': both(POSITIVE) + uniform(-3, 3, 150) + uniform(0, 27.3, 150) + neighbours(0.47)
    + neighbours(26.543258485490956) + neighbours(27.226017111108365),
}
for name, values in HARD.items():
    ARGUMENTS[name] += values

DIGAMMA_ZERO = float.fromhex('0x1.762d86356be3fp+0')
GAMMA_POSITIVE = POSITIVE + uniform(0, 3, 200) + uniform(2, 30, 100) + scaled(-1074, 1000, 60) + near(1.0, 40) + near(2.0, 40) \
    + neighbours(DIGAMMA_ZERO) + near(DIGAMMA_ZERO, 40) + neighbours(0.25) + neighbours(1.25) + neighbours(2.25) \
    + neighbours(8.0) + neighbours(10.0)
GAMMA_NEGATIVE = [-x for x in TINY + SMALL] + [-x for x in uniform(0, 10, 150) + uniform(10, 170, 50) + [0.25, 0.5, 1.5, 1e3 + 0.5]] \
    + neighbours(-2.4570247382208006) + neighbours(-2.7476826467274127) + neighbours(-0.5040830082644554)


def log_gamma(x):
    if 0 < abs(x) < 1e-3:
        return log_gamma_one_plus(x) - log(abs(x))
    if x > 0:
        return loggamma(x)
    return log(pi / abs(x * sin(pi * x))) - loggamma(-x)


def log_gamma_one_plus(n):
    if abs(n) < mpf(10)**-40:
        return -mp.euler * n
    return loggamma(1 + n)


def polygamma(order, x):
    if abs(x) < mpf(10)**-3:
        return psi(order, 1 + x) - (-1)**order * factorial(order) / x**(order + 1)
    if x > 0:
        return psi(order, x)
    if order == 0:
        return psi(0, 1 - x) - pi * cot(pi * x)
    return (pi / sin(pi * x))**2 - psi(1, 1 - x)


def digits_for(*values):
    """Enough digits that differences of order one between functions of such arguments keep 40."""
    return 60 + 2 * max([0] + [int(log10(abs(v))) for v in values if abs(v) > 1])


def half_difference(x):
    if x < mpf(10)**-3:
        return loggamma(x + mpf(1) / 2) - log_gamma(x)
    if x > 1e60:
        return log(x) / 2 - 1 / (8 * x)
    with workdps(digits_for(x)):
        return loggamma(x + mpf(1) / 2) - loggamma(x)


def digamma_half_difference(x):
    if x < mpf(10)**-3:
        return psi(0, x + mpf(1) / 2) - polygamma(0, x)
    if x > 1e60:
        return 1 / (2 * x) + 1 / (8 * x**2)
    with workdps(digits_for(x)):
        return psi(0, x + mpf(1) / 2) - psi(0, x)


def log_beta(a, b):
    with workdps(digits_for(a, b)):
        return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


def log_binomial(n, k):
    with workdps(digits_for(n)):
        return log_gamma_one_plus(n) - log_gamma_one_plus(k) - log_gamma_one_plus(n - k)


def log_erfc(a):
    if a < 1e4:
        with workdps(80):
            return log(erfc(a))
    term = total = mpf(1)
    for k in range(1, 30):
        term *= -(2 * k - 1) / (2 * a * a)
        total += term
    return -a * a - log(a * sqrt(pi)) + log(total)


def normal_log_cdf(x):
    if x <= 0:
        return log_erfc(-x / sqrt(mpf(2))) - log(mpf(2))
    return log1p(-erfc(x / sqrt(mpf(2))) / 2) if x < 1e4 else mpf(0)


def normal_cdf(x):
    return exp(normal_log_cdf(x))


def normal_log_cdf_derivative(x):
    with workdps(120):
        return exp(-x * x / 2 - log(2 * pi) / 2 - normal_log_cdf(x))


def normal_quantile(p):
    with workdps(80):
        if p == mpf(1) / 2:
            return mpf(0)
        if p > mpf(1) / 2:
            return -normal_quantile(1 - p)
        if p > mpf(1) / 100:
            return sqrt(mpf(2)) * erfinv(2 * p - 1)
        target = log(p)
        x = -sqrt(-2 * target)
        for _ in range(60):
            step = (normal_log_cdf(x) - target) / normal_log_cdf_derivative(x)
            x -= step
            if abs(step) < abs(x) * mpf(10)**-45:
                return x
        raise ArithmeticError(p)


def erf_inverse(z):
    with workdps(80):
        if abs(z) < mpf(10)**-25:
            return z * sqrt(pi) / 2
        if abs(z) < mpf(98) / 100:
            return erfinv(z)
        return -mp.sign(z) * normal_quantile((1 - abs(z)) / 2) / sqrt(mpf(2))


def with_extra(function):
    def evaluated(x):
        with workdps(60 + (abs(int(log10(abs(x)))) if x != 0 else 0)):
            return +function(x)
    return evaluated


ELEMENTARY = {
    'exp': exp, 'expm1': with_extra(expm1), 'log': log, 'log1p': with_extra(log1p), 'tanh': with_extra(tanh),
    'sigmoid': lambda x: 1 / (1 + exp(-x)),
    'softplus': lambda x: log1p(exp(x)) if x < 0 else x + log1p(exp(-x)),
    'log1mExp': lambda x: log(-with_extra(expm1)(x)) if x > -1 else log1p(-exp(x)),
    'sin': with_extra(sin), 'cos': with_extra(cos), 'atan': with_extra(atan), 'erf': with_extra(erf),
    'erfc': lambda x: erfc(x) if x < 1e4 else mpf(0),
}
PROBABILITIES = [5e-324, 1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 0.001, 0.01, 0.075, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75,
                 0.9, 0.925, 0.99, 0.999, 1 - 1e-10, math.nextafter(1, 0)] + uniform(0, 1, 150) + near(0.5, 30) \
    + [v for v in scaled(-1000, -2, 60)] + neighbours(0.075) + neighbours(0.925) + neighbours(1.3887943864964021e-11)
NORMAL = [x for x in both(POSITIVE) if abs(x) <= 1e12] + uniform(-40, 10, 150) + uniform(-3, 3, 100) + neighbours(-1.0) \
    + neighbours(0.0)
SPECIAL = {
    'logGamma': (log_gamma, GAMMA_POSITIVE + GAMMA_NEGATIVE),
    'digamma': (lambda x: polygamma(0, x), GAMMA_POSITIVE + GAMMA_NEGATIVE),
    'trigamma': (lambda x: polygamma(1, x), GAMMA_POSITIVE + GAMMA_NEGATIVE),
    'polygamma2': (lambda x: polygamma(2, x), [x for x in GAMMA_POSITIVE if 1e-100 < x < 1e100]),
    'polygamma3': (lambda x: polygamma(3, x), [x for x in GAMMA_POSITIVE if 1e-70 < x < 1e100]),
    'polygamma12': (lambda x: polygamma(12, x), [x for x in GAMMA_POSITIVE if 1e-20 < x < 1e20]),
    'logGammaHalfDifference': (half_difference, GAMMA_POSITIVE),
    'digammaHalfDifference': (digamma_half_difference, GAMMA_POSITIVE),
    'logFactorial': (log_gamma_one_plus, [float(n) for n in range(1, 40)] + GAMMA_POSITIVE),
    'normalCdf': (normal_cdf, [x for x in NORMAL if x > -37]),
    'normalLogCdf': (normal_log_cdf, NORMAL),
    'normalLogCdfDerivative': (normal_log_cdf_derivative, [x for x in NORMAL if x < 37]),
    'normalQuantile': (normal_quantile, PROBABILITIES),
    'erfInverse': (erf_inverse, both(TINY + SMALL + [x for x in MIDDLE if x < 1] + [1 - 1e-10, math.nextafter(1, 0)])
                   + uniform(-1, 1, 150) + [z for z in near(0.85, 20) if z < 1]),
}
BETA = [1e-300, 1e-100, 1e-10, 1e-3, 0.1, 0.5, 0.9999999, 1.0, 1.5, 2.0, 3.0, 7.5, 7.999999999999999, 8.0, 8.5, 20.0, 123.456,
        1e4, 1e7, 1e10, 1e15, 1e20, 1e100]
POW_BASES = [5e-324, 1e-310, 1e-300, 1e-10, 0.1, 0.5, 0.7071067811865475, 0.7071067811865476, 0.9, 0.999999,
             math.nextafter(1, 0), math.nextafter(1, 2), 1.000001, 1.1, 1.4142135623730951, 1.5, 1.7, 2.0, math.e, 3.0, 10.0,
             1e10, 1e300, 1.7976931348623157e308]
POW_EXPONENTS = [5e-324, 1e-300, 1e-17, 1e-5, 0.1, 0.3333333333333333, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 7.3, 10.0, 100.0, 308.25,
                 630.0, 709.78, 745.1, 1023.5, 1074.0, 1e4, 1e7, 1e15, 3e18]


def line(out, name, x, y, value):
    if value is None or (value != 0 and not (abs(value) < mpf(2)**1024 and abs(value) > mpf(10)**-340)):
        return
    out.write('%s,%r,%s,%s\n' % (name, x, '' if y is None else repr(y), nstr(value, 34)))


def main():
    with open('elementary.csv', 'w') as out:
        out.write('function,x,y,reference\n')
        for name, function in ELEMENTARY.items():
            for x in ARGUMENTS[name]:
                line(out, name, x, None, function(mpf(x)))
        pairs = [(x, s * y) for x in POW_BASES for y in POW_EXPONENTS for s in (1, -1)]
        pairs += [(math.exp(random.uniform(-30, 30)), random.uniform(-20, 20)) for _ in range(300)]
        for x, y in pairs:
            if abs(y * math.log(x)) < 760:
                line(out, 'pow', x, y, power(mpf(x), mpf(y)))
    with open('special.csv', 'w') as out:
        out.write('function,x,y,reference\n')
        for name, (function, arguments) in SPECIAL.items():
            for x in arguments:
                if not (name.startswith('log') and x > 1e300):
                    line(out, name, x, None, function(mpf(x)))
        for a in BETA:
            for b in BETA:
                line(out, 'logBeta', a, b, log_beta(mpf(a), mpf(b)))
        for a, b in [(math.exp(random.uniform(-5, 25)), math.exp(random.uniform(-5, 25))) for _ in range(200)]:
            line(out, 'logBeta', a, b, log_beta(mpf(a), mpf(b)))
        for n in [1.0, 2.0, 5.0, 7.5, 10.0, 52.0, 170.0, 1000.0, 1e6, 1e10, 1e15]:
            for k in {0.0, 1.0, 2.0, 3.0, 2.5, 7.0, 50.0, floor(mpf(n) / 3), floor(mpf(n) / 2), mpf(n) - 1, mpf(n)}:
                if 0 <= k <= n:
                    line(out, 'logBinomialCoefficient', n, float(k), log_binomial(mpf(n), mpf(float(k))))


if __name__ == '__main__':
    main()
