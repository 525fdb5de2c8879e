# Reference values for the bootstrap intervals of reliability: package boot.
# Run from the repository root:  Rscript tests/oracle/R/reliability_bootstrap.R   (about two minutes)
suppressPackageStartupMessages(library(boot))
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/reliability_bootstrap.R"

alpha_weighted <- function(x, w) {
  S <- cov.wt(x, wt = as.vector(w) / sum(w), method = "ML")$cov
  k <- ncol(x)
  k / (k - 1) * (1 - sum(diag(S)) / sum(S))
}
alpha_of_rows <- function(x, rows) {
  S <- cov(x[rows, ]); k <- ncol(x)
  k / (k - 1) * (1 - sum(diag(S)) / sum(S))
}
omega_of_rows <- function(x, rows) {
  S <- cov(x[rows, ])
  if (any(diag(S) == 0)) return(NA)
  R <- cov2cor(S)
  if (min(eigen(R, only.values = TRUE)$values) < 1e-8) return(NA)
  fit <- try(factanal(covmat = R, factors = 1, control = list(lower = .001, nstart = 1)), silent = TRUE)
  if (inherits(fit, "try-error")) return(NA)
  sd <- sqrt(diag(S))
  true <- sum(sd * fit$loadings)^2
  true / (true + sum(sd^2 * fit$uniquenesses))
}

# The quantiles exactly: the replicates and the influence values are handed over.
x <- read_oracle("attitude.csv")
set.seed(20240918)
small <- boot(x, alpha_of_rows, R = 199)
influence <- empinf(data = x, statistic = alpha_weighted, type = "inf", stype = "w")
exact <- boot.ci(small, type = "bca", L = influence)$bca
exact_90 <- boot.ci(small, conf = .9, type = "bca", L = influence)$bca
write_oracle("reliability", "bca_interval", list(list(name = "attitude.csv", input = "attitude.csv",
  args = list(replicates = as.vector(small$t), influence = influence),
  expected = list(low = exact[4], high = exact[5], low_90 = exact_90[4], high_90 = exact_90[5],
                  acceleration = sum(influence^3) / (6 * sum(influence^2)^1.5)))), "boot", generator)

# The whole chain, up to Monte Carlo error: other resamples, the same target.
set.seed(1)
likert <- read_oracle("likert_small.csv"); likert[, 6] <- 6 - likert[, 6]
cases <- list(list(name = "attitude.csv", x = x, reverse = 0), list(name = "likert_small.csv", x = likert, reverse = 6),
              list(name = "bfi_neuroticism.csv", x = read_oracle("bfi_neuroticism.csv")[1:300, ], reverse = 0))
write_oracle("reliability", "alpha_bca", lapply(cases, function(case) {
  many <- boot(case$x, alpha_of_rows, R = 20000)
  L <- empinf(data = case$x, statistic = alpha_weighted, type = "inf", stype = "w")
  ci <- boot.ci(many, type = "bca", L = L)$bca
  list(name = case$name, input = case$name, args = list(rows = nrow(case$x), reverse = case$reverse),
       expected = list(low = ci[4], high = ci[5], std_error = sd(many$t)))
}), "boot", generator, "20,000 resamples; compare within Monte Carlo error")

write_oracle("reliability", "omega_total_bca", lapply(cases[c(1, 3)], function(case) {
  many <- boot(case$x, omega_of_rows, R = 4000)
  L <- empinf(data = case$x, statistic = omega_of_rows, type = "jack", stype = "i")
  defined <- !is.na(many$t[, 1])
  many$t <- many$t[defined, , drop = FALSE]; many$R <- sum(defined)
  ci <- boot.ci(many, type = "bca", L = L)$bca
  list(name = case$name, input = case$name, args = list(rows = nrow(case$x), reverse = case$reverse),
       expected = list(low = ci[4], high = ci[5], undefined = mean(!defined)))
}), "boot", generator, "4,000 refits by factanal; compare within Monte Carlo error")
