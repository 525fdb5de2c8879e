# Reference values for the cumulative-logit mixed model.   Rscript tests/oracle/R/ordinal.R
# Adaptive Gauss-Hermite quadrature with many nodes is the likelihood itself; Laplace's approximation is not, and has
# no maximum in the file of answers that agree closely (clmm then warns and returns the point where it stopped).
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(ordinal))
GENERATOR <- "tests/oracle/R/ordinal.R"
NODES <- 31
# The tight tolerance gives the maximum; the standard errors come from the default one, because the numerical
# Hessian of the tight fit is noisy (they wander by one percent).
precise <- clmm.control(gradTol = 1e-9, maxIter = 500)

data(wine)
write.csv(data.frame(rating = as.integer(wine$rating), temp = as.integer(wine$temp) - 1, contact = as.integer(wine$contact) - 1,
                     judge = as.integer(wine$judge)), oracle_data("ordinal_wine.csv"), row.names = FALSE)
set.seed(20250905)
trait <- rnorm(38); item <- function(shift) findInterval(trait * 1.2 + shift + rlogis(38), c(-2.5, -1, .6, 2.2)) + 1
waves <- cbind(pre = item(0), mid = item(.5), post = item(1.1)); waves[sample(38, 7), 2] <- NA; waves[sample(38, 9), 3] <- NA
write.csv(waves, oracle_data("ordinal_waves.csv"), row.names = FALSE, na = "NA")
skipped <- cbind(pre = c(2, 2, 3, 5, 3, 2, 3, 5, 2, 3, 2, 5, 3, 2), post = c(3, 2, 5, 5, 3, 3, 2, 5, 3, 5, 3, 3, 5, 2))  # nobody chose 4
write.csv(skipped, oracle_data("ordinal_skipped.csv"), row.names = FALSE)
set.seed(20250907)
steady <- rnorm(60); noisy <- function(shift) findInterval(sqrt(.92) * steady + sqrt(.08) * rnorm(60) + shift, c(-1.2, -.4, .4, 1.2)) + 1
alike <- cbind(pre = noisy(0), post = noisy(.3))  # answers that correlate above .8 between the waves
stopifnot(cor(alike)[1, 2] > .8)
write.csv(alike, oracle_data("ordinal_alike.csv"), row.names = FALSE)

long <- function(w) na.omit(data.frame(y = factor(c(w), ordered = TRUE), wave = factor(rep(seq_len(ncol(w)), each = nrow(w))), id = factor(rep(seq_len(nrow(w)), ncol(w)))))
result <- function(m, default, terms) { V <- vcov(default)
  list(beta = I(unname(coef(m)[terms])), std_error = I(unname(sqrt(diag(V))[terms])), thresholds = I(unname(m$alpha)),
       sd_group = abs(as.numeric(m$ST[[1]])), log_likelihood = as.numeric(m$logLik)) }
fit <- function(formula, data, control) clmm(formula, data, nAGQ = NODES, control = control)
cases <- list(list(name = "wine", input = "ordinal_wine.csv", args = list(),
  expected = result(fit(rating ~ temp + contact + (1 | judge), wine, precise), fit(rating ~ temp + contact + (1 | judge), wine, clmm.control()), c("tempwarm", "contactyes"))))
checks <- list()
for (set in c("waves", "skipped", "alike")) {
  file <- paste0("ordinal_", set, ".csv"); w <- read_oracle(file); l <- long(w)
  common <- fit(y ~ wave + (1 | id), l, precise)
  cases <- c(cases, list(list(name = set, input = file, args = list(), expected = result(common, fit(y ~ wave + (1 | id), l, clmm.control()), paste0("wave", 2:ncol(w))))))
  apart <- clmm2(location = y ~ 1, nominal = ~ wave, random = id, data = l, nAGQ = NODES, Hess = FALSE, control = clmm2.control(gradTol = 1e-8, maxIter = 500))
  lr <- 2 * (apart$logLik - as.numeric(common$logLik)); df <- (nlevels(l$y) - 2) * (ncol(w) - 1)
  checks <- c(checks, list(list(name = set, input = file, args = list(), expected = list(value = lr, df = df, p_value = pchisq(lr, df, lower.tail = FALSE)))))
}
write_oracle("change", "ordinal_change", cases, "ordinal", GENERATOR, "Adaptive Gauss-Hermite quadrature, 31 nodes")
write_oracle("change", "proportional_odds", checks, "ordinal", GENERATOR, "clmm2 with nominal wave effects against clmm")
