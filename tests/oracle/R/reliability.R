# Reference values for the reliability family.
# Run from the repository root:  Rscript tests/oracle/R/reliability.R
suppressPackageStartupMessages({library(psych); library(lavaan); library(semTools)})
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/reliability.R"
files <- c("attitude.csv", "likert_small.csv", "bfi_agreeableness.csv", "bfi_neuroticism.csv")
quiet_alpha <- function(x, ...) suppressWarnings(psych::alpha(as.data.frame(x), warnings = FALSE, ...))
each_file <- function(f) lapply(files, function(file) {
  list(name = file, input = file, expected = f(read_oracle(file)))
})

write_oracle("reliability", "alpha", each_file(function(x) {
  fit <- quiet_alpha(x)
  n <- nrow(x); k <- ncol(x); a <- fit$total$raw_alpha
  bonett <- 1 - exp(log(1 - a) - log(n / (n - 1)) + c(1, -1) * qnorm(.975) * sqrt(2 * k / ((k - 1) * (n - 2))))
  list(value = a, feldt_low = fit$feldt$lower.ci[[1]], feldt_high = fit$feldt$upper.ci[[1]],
       bonett_low = bonett[1], bonett_high = bonett[2])
}), "psych", generator, "psych::alpha; Bonett's interval from its published formula, alpha of psych")

write_oracle("reliability", "alpha_standardized",
             each_file(function(x) list(value = quiet_alpha(x)$total$std.alpha)), "psych", generator)

write_oracle("reliability", "mean_inter_item_correlation", each_file(function(x) {
  r <- cor(x); r <- r[lower.tri(r)]
  list(value = quiet_alpha(x)$total$average_r, smallest = min(r), largest = max(r))
}), "psych", generator)

# psych::splitHalf works on correlations, so it is handed standardized items here; the covariance form is checked
# against the formula in base R.
write_oracle("reliability", "lambda2", each_file(function(x) {
  S <- cov(x); k <- ncol(x); off <- S; diag(off) <- 0
  list(value = (sum(off) + sqrt(k / (k - 1) * sum(off^2))) / sum(S),
       standardized = splitHalf(cor(x), check.keys = FALSE)$lambda2)
}), "psych", generator, "psych::splitHalf for the standardized items")

write_oracle("reliability", "sem", each_file(function(x) {
  a <- quiet_alpha(x)$total$raw_alpha; n <- nrow(x); k <- ncol(x); df <- (n - 1) * (k - 1)
  long <- data.frame(y = as.vector(x), person = factor(rep(seq_len(n), k)), item = factor(rep(seq_len(k), each = n)))
  if (n <= 100) {
    mse <- anova(lm(y ~ person + item, long))["Residuals", "Mean Sq"]
    list(sum = sd(rowSums(x)) * sqrt(1 - a), mean = sd(rowMeans(x)) * sqrt(1 - a),
         mean_from_anova = sqrt(mse / k),
         low = sqrt(mse / k * df / qchisq(.975, df)), high = sqrt(mse / k * df / qchisq(.025, df)))
  } else {
    list(sum = sd(rowSums(x)) * sqrt(1 - a), mean = sd(rowMeans(x)) * sqrt(1 - a))
  }
}), "psych", generator, "alpha of psych; intervals from the two-way analysis of variance")

write_oracle("reliability", "spearman_brown", lapply(files, function(file) {
  x <- read_oracle(file)[, 1:2]
  r <- cor.test(x[, 1], x[, 2])
  up <- function(r) 2 * r / (1 + r)
  list(name = file, input = file, expected = list(
    value = unname(up(r$estimate)), psych = quiet_alpha(x)$total$std.alpha,
    low = up(r$conf.int[1]), high = up(r$conf.int[2])))
}), "psych", generator, "stats::cor.test; psych's standardized alpha of two items is the same number")

write_oracle("reliability", "omega_total", each_file(function(x) {
  model <- paste("f =~", paste(colnames(x), collapse = " + "))
  fit <- cfa(model, as.data.frame(x), std.lv = TRUE)
  est <- lavInspect(fit, "est"); std <- lavInspect(fit, "std")
  true <- sum(est$lambda)^2
  list(implied = true / (true + sum(diag(est$theta))),
       observed = true / sum(lavInspect(fit, "sampstat")$cov),
       semtools_observed = unname(suppressWarnings(compRelSEM(fit))[[1]]),
       loadings = as.vector(std$lambda) * sign(sum(est$lambda)))
}), c("lavaan", "semTools"), generator, "lavaan::cfa, one factor, ML; semTools::compRelSEM divides by the observed variance")
