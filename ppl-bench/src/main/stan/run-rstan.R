# Rscript run-rstan.R MODEL DATA.json FOLDER [SEED]: compiles and samples, on one core; prints a row of rstan.csv (compile s; µs a leapfrog
# step, which is one gradient, warm-up included; gradients; divergences; minimum bulk ESS; maximum R-hat; ESS per 1,000 gradients after
# warm-up; ESS per second, warm-up included), and leaves means and standard deviations, with the Monte Carlo error of the latter, in FOLDER.
suppressMessages({ library(rstan); library(posterior) })
rstan_options(auto_write = TRUE)
a <- commandArgs(TRUE); model <- a[1]; data <- sub("\\.json$", "", basename(a[2]))
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
d <- jsonlite::fromJSON(a[2])
t0 <- proc.time()[3]; sm <- stan_model(file.path(here, paste0(model, ".stan"))); compile <- proc.time()[3] - t0
fit <- sampling(sm, data = d, chains = 4, iter = 2000, warmup = 1000, refresh = 0, cores = 1,
  seed = if (length(a) > 3) as.integer(a[4]) else 1)
el <- get_elapsed_time(fit)
steps <- function(warmup) sum(sapply(get_sampler_params(fit, inc_warmup = warmup), function(s) sum(s[, "n_leapfrog__"])))
div <- sum(sapply(get_sampler_params(fit, inc_warmup = FALSE), function(s) sum(s[, "divergent__"])))
s <- summarise_draws(as_draws_array(fit), "mean", "sd", "mcse_sd", "ess_bulk", "rhat"); s <- s[s$variable != "lp__", ]
ess <- min(s$ess_bulk, na.rm = TRUE)
cat(sprintf("%s,%s,%.1f,%.2f,%d,%d,%.0f,%.3f,%.2f,%.1f\n", model, data, compile, sum(el) / steps(TRUE) * 1e6, steps(TRUE), div,
  ess, max(s$rhat, na.rm = TRUE), ess / steps(FALSE) * 1000, ess / sum(el)))
dir.create(a[3], FALSE, TRUE)
s <- as.data.frame(s)
for (k in 2:6) s[[k]] <- signif(as.numeric(s[[k]]), 8)   # without posterior's class, which write.csv refuses
write.csv(s, file.path(a[3], paste0(model, "-", data, ".csv")), row.names = FALSE, quote = FALSE)
