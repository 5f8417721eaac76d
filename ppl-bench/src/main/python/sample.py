"""python sample.py SYSTEM DATA.json [SEED]: samples the model of that data file by nutpie, numpyro or pymc, four chains of
1000 draws after 1000 of warm-up, one after the other on one core, and prints a row of figures.csv. Times are processor time,
warm-up included, compilation excluded."""

import json
import math
import os
import sys
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import arviz as az  # noqa: E402  (after the variables above)

CHAINS, DRAWS = 4, 1000
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def nutpie(label, data):
    import models_pymc
    import nutpie
    import pymc as pm

    with pm.Model() as model:
        getattr(models_pymc, label)(data)
    compiled = nutpie.compile_pymc_model(model)
    start = time.process_time()
    run = nutpie.sample(
        compiled, chains=CHAINS, cores=1, tune=DRAWS, draws=DRAWS, seed=SEED, progress_bar=False, save_warmup=True
    )
    seconds = time.process_time() - start
    return run.posterior, _steps(run, "n_steps"), run.sample_stats.diverging.sum(), seconds


def pymc(label, data):
    import models_pymc
    import pymc as pm

    def run(draws):
        start = time.process_time()
        with pm.Model():
            getattr(models_pymc, label)(data)
            result = pm.sample(
                draws=draws, tune=draws, chains=CHAINS, cores=1, random_seed=SEED, progressbar=False,
                compute_convergence_checks=False, discard_tuned_samples=False,
            )  # fmt: skip
        return result, time.process_time() - start

    run(1)
    _, building = run(1)
    result, seconds = run(DRAWS)
    return result.posterior, _steps(result, "n_steps"), result.sample_stats.diverging.sum(), seconds - building


def _steps(run, name):
    return int(run.warmup_sample_stats[name].sum()), int(run.sample_stats[name].sum())


def numpyro(label, data):
    import jax
    import numpyro

    numpyro.enable_x64()
    import models_numpyro
    from numpyro.infer import MCMC, NUTS

    model = getattr(models_numpyro, label)

    def run(draws):
        start = time.process_time()
        mcmc = MCMC(
            NUTS(lambda: model(data)), num_warmup=draws, num_samples=draws, num_chains=CHAINS, chain_method="sequential",
            progress_bar=False,
        )  # fmt: skip
        mcmc.run(jax.random.PRNGKey(SEED), extra_fields=("num_steps", "diverging"))
        jax.block_until_ready(mcmc.get_samples())
        return mcmc, time.process_time() - start

    # each run compiles; the first one loads the compiler too
    run(2)
    _, building = run(2)
    mcmc, seconds = run(DRAWS)
    seconds -= building
    fields = mcmc.get_extra_fields()
    posterior = az.from_numpyro(mcmc, log_likelihood=False).posterior
    # it does not say how many steps the warm-up made
    return posterior, (math.nan, int(fields["num_steps"].sum())), fields["diverging"].sum(), seconds


def main():
    system, file = sys.argv[1], Path(sys.argv[2])
    posterior, (warmup, drawn), diverging, seconds = globals()[system](file.stem, json.loads(file.read_text()))
    ess = min(float(values.min()) for values in az.ess(posterior, method="bulk").values())
    rhat = max(float(values.max()) for values in az.rhat(posterior).values())
    per_gradient = "" if math.isnan(warmup) else f"{seconds / (warmup + drawn) * 1e6:.2f}"
    print(
        f"{system},{file.stem},{per_gradient},{int(diverging)},{ess:.0f},{rhat:.3f},"
        f"{ess / drawn * 1000:.2f},{ess / seconds:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
