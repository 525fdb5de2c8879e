# Reference values for the number of factors and for fit indices: psych, semTools, lavaan.
# Rscript tests/oracle/R/retention.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(psych); library(semTools); library(lavaan)})
generator <- "tests/oracle/R/retention.R"
hs <- read_oracle("structure_holzinger.csv")[, 1:9]; bfi <- read_oracle("structure_bfi25.csv")
map_of <- function(x, k) { v <- suppressWarnings(vss(cor(x), n = k, rotate = "none", fm = "mle", n.obs = nrow(x), plot = FALSE)); v$map }
write_oracle("structure", "map_tr2", list(
  list(name = "holzinger", input = "structure_holzinger.csv", args = list(columns = 9), expected = list(from_one = map_of(hs, 5))),
  list(name = "bfi", input = "structure_bfi25.csv", args = list(columns = 25), expected = list(from_one = map_of(bfi, 8)))), "psych", generator)
grid <- data.frame(df = c(2, 24, 265, 24, 100), n = c(120, 301, 1200, 150, 400), null = c(.05, .05, .05, .05, .05), alternative = c(.08, .08, .06, .01, .02))
# findRMSEApower uses n - 1 where this project uses n
power <- mapply(function(df, n, a, b) findRMSEApower(a, b, df, n + 1), grid$df, grid$n, grid$null, grid$alternative)
write_oracle("structure", "close_fit_power", list(list(name = "grid", args = as.list(grid), expected = list(power = power))), "semTools", generator)
ci <- function(chi2, df, n) { r <- lavaan:::lav_fit_rmsea_ci(X2 = chi2, df = df, N = n); c(r$rmsea.ci.lower, r$rmsea.ci.upper) }
q <- data.frame(chi2 = c(85.306, 14.21, 5, 400, 22.4), df = c(24, 10, 10, 265, 12), n = c(301, 300, 200, 1200, 301))
m <- t(mapply(ci, q$chi2, q$df, q$n))
close <- mapply(function(x, d, n) lavaan:::lav_fit_rmsea_closefit(X2 = x, df = d, N = n), q$chi2, q$df, q$n)
write_oracle("structure", "rmsea", list(list(name = "grid", args = as.list(q), expected = list(low = m[, 1], high = m[, 2], close = close))), "lavaan", generator)

# Next eigenvalue sufficiency test (Achim, 2017), simulated with MASS::mvrnorm and psych::fa
set.seed(11)
nest <- function(x, samples = 4000) {
  R <- cor(x); n <- nrow(x); p <- ncol(x); observed <- reference <- c()
  for (k in 0:3) {
    model <- diag(p)
    if (k > 0) { L <- unclass(fa(R, k, n.obs = n, rotate = "none", fm = "minres")$loadings); model <- L %*% t(L); diag(model) <- 1 }
    drawn <- replicate(samples, eigen(cor(MASS::mvrnorm(n, rep(0, p), model)), only.values = TRUE)$values[k + 1])
    observed <- c(observed, eigen(R)$values[k + 1]); reference <- c(reference, unname(quantile(drawn, .95)))
    if (tail(observed, 1) <= tail(reference, 1)) break
  }
  list(n_factors = k, observed = observed, reference = reference)
}
h <- read_oracle("structure_holzinger.csv")[, 1:9]
write_oracle("structure", "nest", list(list(name = "holzinger", input = "structure_holzinger.csv", args = list(columns = 9), expected = nest(h))), c("psych", "MASS"), generator)
