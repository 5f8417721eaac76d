"""The suite's models in NumPyro; d is the data file. Priors and parameters as in src/main/stan."""

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax import lax
from jax.scipy.special import logsumexp
from numpyro import sample


def bnn(d):
    x, y = jnp.array(d["X"]), jnp.array(d["y"])
    t = sample("theta", dist.Normal(0, np.sqrt(1 / 0.09)).expand([20]))
    h1 = jnp.tanh(x @ t[0:6].reshape((3, 2)).T + t[6:9])
    h2 = jnp.tanh(h1 @ t[9:15].reshape((2, 3)).T + t[15:17])
    sample("y", dist.Bernoulli(logits=h2 @ t[17:19] + t[19]), obs=y)


def logreg(d):
    x = jnp.array(d["X"])
    alpha = sample("alpha", dist.Normal(0, 1))
    beta = sample("beta", dist.Normal(0, 1).expand([x.shape[1]]))
    sample("y", dist.Bernoulli(logits=alpha + x @ beta), obs=jnp.array(d["y"]))


logreg_large = logreg


def linreg(d):
    x = jnp.array(d["X"])
    alpha = sample("alpha", dist.Normal(0, 10))
    beta = sample("beta", dist.Normal(0, 2).expand([x.shape[1]]))
    sigma = sample("sigma", dist.Exponential(1))
    sample("y", dist.Normal(alpha + x @ beta, sigma), obs=jnp.array(d["y"]))


def eight_schools(d):
    mu = sample("mu", dist.Normal(0, 5))
    tau = sample("tau", dist.HalfCauchy(5))
    z = sample("z", dist.Normal(0, 1).expand([d["N"]]))
    theta = numpyro.deterministic("theta", mu + tau * z)
    sample("y", dist.Normal(theta, jnp.array(d["s"])), obs=jnp.array(d["y"]))


def radon(d):
    g0, g1, b = (sample(name, dist.Normal(0, 10)) for name in ("g0", "g1", "b"))
    z = sample("z", dist.Normal(0, 1).expand([d["J"]]))
    sa, sy = sample("sa", dist.HalfNormal(1)), sample("sy", dist.HalfNormal(1))
    a = numpyro.deterministic("a", g0 + g1 * jnp.array(d["u"]) + sa * z)
    mean = a[np.array(d["county"]) - 1] + b * jnp.array(d["floor_"])
    sample("y", dist.Normal(mean, sy), obs=jnp.array(d["y"]))


def funnel(d):
    v = sample("v", dist.Normal(0, 3))
    sample("x", dist.Normal(0, jnp.exp(v / 2)).expand([d["N"]]))


def gp(d):
    x, y = jnp.array(d["x"]), jnp.array(d["y"])
    rho = sample("rho", dist.InverseGamma(5, 5))
    alpha, sigma = sample("alpha", dist.HalfNormal(1)), sample("sigma", dist.HalfNormal(1))
    kernel = alpha**2 * jnp.exp(-0.5 * (x[:, None] - x) ** 2 / rho**2)
    covariance = kernel + (sigma**2 + 1e-9) * jnp.eye(len(x))
    sample("y", dist.MultivariateNormal(jnp.zeros(len(x)), covariance), obs=y)


def _ordered(name, mean, deviation):
    mu = sample(name, dist.ImproperUniform(dist.constraints.ordered_vector, (), (2,)))
    numpyro.factor(name + "_prior", dist.Normal(mean, deviation).log_prob(mu).sum())
    return mu


def hmm(d):
    y = jnp.array(d["y"])
    thetas = [sample(name, dist.Dirichlet(jnp.ones(2))) for name in ("theta1", "theta2")]
    transitions = jnp.log(jnp.stack(thetas))
    mu = _ordered("mu", jnp.array([3.0, 10.0]), 1)
    emissions = -0.5 * (y[:, None] - mu) ** 2

    def step(g, e):
        return logsumexp(g[:, None] + transitions, axis=0) + e, None

    last, _ = lax.scan(step, emissions[0], emissions[1:])
    numpyro.factor("y", logsumexp(last))


def stochastic_volatility(d):
    mu = sample("mu", dist.Cauchy(0, 10))
    phi = sample("phi", dist.Uniform(-1, 1))
    sigma = sample("sigma", dist.HalfCauchy(5))
    z = sample("z", dist.Normal(0, 1).expand([d["N"]]))
    first = mu + sigma / jnp.sqrt(1 - phi**2) * z[0]

    def step(h, zt):
        h = mu + phi * (h - mu) + sigma * zt
        return h, h

    _, rest = lax.scan(step, first, z[1:])
    h = jnp.concatenate([first[None], rest])
    sample("y", dist.Normal(0, jnp.exp(h / 2)), obs=jnp.array(d["y"]))


def mixture(d):
    y = jnp.array(d["y"])
    mu = _ordered("mu", 0, 2)
    sigma = sample("sigma", dist.HalfNormal(2).expand([2]))
    w = sample("w", dist.Beta(5, 5))
    first = jnp.log(w) + dist.Normal(mu[0], sigma[0]).log_prob(y)
    second = jnp.log1p(-w) + dist.Normal(mu[1], sigma[1]).log_prob(y)
    numpyro.factor("y", jnp.logaddexp(first, second).sum())


def poisson_glmm(d):
    a, b = sample("a", dist.Normal(0, 2)), sample("b", dist.Normal(0, 1))
    zg = sample("zg", dist.Normal(0, 1).expand([d["J"]]))
    zh = sample("zh", dist.Normal(0, 1).expand([d["K"]]))
    sg, sh = sample("sg", dist.HalfNormal(1)), sample("sh", dist.HalfNormal(1))
    eta = a + b * jnp.array(d["x"]) + sg * zg[np.array(d["g"]) - 1] + sh * zh[np.array(d["h"]) - 1]
    sample("y", dist.Poisson(jnp.exp(eta)), obs=jnp.array(d["y"]))
