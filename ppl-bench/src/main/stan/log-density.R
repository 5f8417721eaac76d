# Rscript log-density.R MODEL DATA.json OUT.csv: Stan's unconstrained log density, with Jacobian, and its gradient at four
# points. Constants of "~" statements are dropped, as Stan does.
suppressMessages(library(rstan))
rstan_options(auto_write = TRUE)
a <- commandArgs(TRUE)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
fit <- sampling(stan_model(file.path(here, paste0(a[1], ".stan"))), data = jsonlite::fromJSON(a[2]), chains = 0)
n <- get_num_upars(fit)
set.seed(20261124)
rows <- lapply(1:4, function(i) {
  q <- round(runif(n, -1.5, 1.5), 6)
  g <- grad_log_prob(fit, q)
  c(attr(g, "log_prob"), q, g)
})
names <- c("log_density", paste0("q", seq_len(n)), paste0("g", seq_len(n)))
lines <- sapply(rows, function(r) paste(formatC(r, digits = 17, width = 1, format = "g"), collapse = ","))
writeLines(c(paste(names, collapse = ","), lines), a[3])
