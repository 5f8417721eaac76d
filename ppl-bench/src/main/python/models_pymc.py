"""The suite's models in PyMC; d is the data file. Priors and parameters as in src/main/stan."""

import numpy as np
import pymc as pm
import pytensor
import pytensor.tensor as pt


def bnn(d):
    x, y = np.array(d["X"]), np.array(d["y"])
    t = pm.Normal("theta", 0, np.sqrt(1 / 0.09), shape=20)
    h1 = pt.tanh(x @ t[0:6].reshape((3, 2)).T + t[6:9])
    h2 = pt.tanh(h1 @ t[9:15].reshape((2, 3)).T + t[15:17])
    pm.Bernoulli("y", logit_p=h2 @ t[17:19] + t[19], observed=y)


def logreg(d):
    x = np.array(d["X"])
    alpha = pm.Normal("alpha", 0, 1)
    beta = pm.Normal("beta", 0, 1, shape=x.shape[1])
    pm.Bernoulli("y", logit_p=alpha + x @ beta, observed=d["y"])


logreg_large = logreg


def linreg(d):
    x = np.array(d["X"])
    alpha = pm.Normal("alpha", 0, 10)
    beta = pm.Normal("beta", 0, 2, shape=x.shape[1])
    sigma = pm.Exponential("sigma", 1)
    pm.Normal("y", alpha + x @ beta, sigma, observed=d["y"])


def eight_schools(d):
    mu = pm.Normal("mu", 0, 5)
    tau = pm.HalfCauchy("tau", 5)
    z = pm.Normal("z", 0, 1, shape=d["N"])
    theta = pm.Deterministic("theta", mu + tau * z)
    pm.Normal("y", theta, np.array(d["s"]), observed=d["y"])


def radon(d):
    g0, g1, b = pm.Normal("g0", 0, 10), pm.Normal("g1", 0, 10), pm.Normal("b", 0, 10)
    z = pm.Normal("z", 0, 1, shape=d["J"])
    sa, sy = pm.HalfNormal("sa", 1), pm.HalfNormal("sy", 1)
    a = pm.Deterministic("a", g0 + g1 * np.array(d["u"]) + sa * z)
    pm.Normal("y", a[np.array(d["county"]) - 1] + b * np.array(d["floor_"]), sy, observed=d["y"])


def funnel(d):
    v = pm.Normal("v", 0, 3)
    pm.Normal("x", 0, pt.exp(v / 2), shape=d["N"])


def gp(d):
    x = np.array(d["x"])
    rho, alpha, sigma = pm.InverseGamma("rho", 5, 5), pm.HalfNormal("alpha", 1), pm.HalfNormal("sigma", 1)
    kernel = alpha**2 * pt.exp(-0.5 * (x[:, None] - x) ** 2 / rho**2)
    pm.MvNormal("y", np.zeros(len(x)), cov=kernel + (sigma**2 + 1e-9) * pt.eye(len(x)), observed=d["y"])


def _ordered(name, mean, deviation, start):
    return pm.Normal(
        name, mean, deviation, shape=2, transform=pm.distributions.transforms.ordered, initval=np.array(start)
    )


def hmm(d):
    y = np.array(d["y"])
    transitions = pt.log(pt.stack([pm.Dirichlet("theta1", [1.0, 1.0]), pm.Dirichlet("theta2", [1.0, 1.0])]))
    mu = _ordered("mu", np.array([3.0, 10.0]), 1, [3.0, 10.0])
    emissions = -0.5 * (y[:, None] - mu) ** 2
    forward = pytensor.scan(
        lambda e, g, t: pt.logsumexp(g[:, None] + t, axis=0) + e,
        sequences=emissions[1:],
        outputs_info=emissions[0],
        non_sequences=transitions,
        return_updates=False,
    )
    pm.Potential("y", pt.logsumexp(forward[-1]))


def stochastic_volatility(d):
    mu = pm.Cauchy("mu", 0, 10)
    phi = pm.Uniform("phi", -1, 1)
    sigma = pm.HalfCauchy("sigma", 5)
    z = pm.Normal("z", 0, 1, shape=d["N"])
    first = mu + sigma / pt.sqrt(1 - phi**2) * z[0]
    rest = pytensor.scan(
        lambda zt, h, m, p, s: m + p * (h - m) + s * zt,
        sequences=z[1:],
        outputs_info=first,
        non_sequences=[mu, phi, sigma],
        return_updates=False,
    )
    pm.Normal("y", 0, pt.exp(pt.concatenate([first[None], rest]) / 2), observed=d["y"])


def mixture(d):
    y = np.array(d["y"])
    mu = _ordered("mu", 0, 2, [-1.0, 1.0])
    sigma = pm.HalfNormal("sigma", 2, shape=2)
    w = pm.Beta("w", 5, 5)
    first = pt.log(w) + pm.logp(pm.Normal.dist(mu[0], sigma[0]), y)
    second = pt.log1p(-w) + pm.logp(pm.Normal.dist(mu[1], sigma[1]), y)
    pm.Potential("y", pt.logaddexp(first, second).sum())


def poisson_glmm(d):
    a, b = pm.Normal("a", 0, 2), pm.Normal("b", 0, 1)
    zg, zh = pm.Normal("zg", 0, 1, shape=d["J"]), pm.Normal("zh", 0, 1, shape=d["K"])
    sg, sh = pm.HalfNormal("sg", 1), pm.HalfNormal("sh", 1)
    eta = a + b * np.array(d["x"]) + sg * zg[np.array(d["g"]) - 1] + sh * zh[np.array(d["h"]) - 1]
    pm.Poisson("y", pt.exp(eta), observed=d["y"])
