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
    fit <- lm(y ~ person + item, long); mse <- anova(fit)["Residuals", "Mean Sq"]
    own <- tapply(resid(fit)^2, long$person, sum); own_df <- min(df, 2 * n * mean(own)^2 / var(own))
    list(sum = sd(rowSums(x)) * sqrt(1 - a), mean = sd(rowMeans(x)) * sqrt(1 - a),
         mean_from_anova = sqrt(mse / k),
         normal_low = sqrt(mse / k * df / qchisq(.975, df)), normal_high = sqrt(mse / k * df / qchisq(.025, df)),
         low = sqrt(mse / k * own_df / qchisq(.975, own_df)), high = sqrt(mse / k * own_df / qchisq(.025, own_df)))
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

write_oracle("reliability", "alpha_pairwise", list(list(name = "gaps", input = "likert_gaps.csv", expected = list(
  value = suppressWarnings(psych::alpha(as.data.frame(read_oracle("likert_gaps.csv")), warnings = FALSE,
                                        use = "pairwise"))$total$raw_alpha,
  covariance = unname(cov(read_oracle("likert_gaps.csv"), use = "pairwise")), fewest = 21))),
  "psych", generator)

# Categorical omega: loadings, thresholds and polychoric correlations of lavaan, omega of semTools.
write_oracle("reliability", "omega_categorical", lapply(c("bfi_agreeableness.csv", "bfi_neuroticism.csv"), function(file) {
  x <- as.data.frame(read_oracle(file))
  fit <- cfa(paste("f =~", paste(colnames(x), collapse = " + ")), x, ordered = TRUE, std.lv = TRUE)
  cuts <- lavInspect(fit, "est")$tau
  item <- sub("\\|.*", "", rownames(cuts))
  list(name = file, input = file, args = list(n = nrow(x), loadings = as.vector(lavInspect(fit, "std")$lambda),
       thresholds = unname(lapply(colnames(x), function(i) as.vector(cuts[item == i, ]))),
       polychoric = unname(unclass(lavInspect(fit, "sampstat")$cov))), expected = list(
       observed = unname(suppressWarnings(compRelSEM(fit, ord.scale = TRUE, obs.var = TRUE))[[1]]),
       implied = unname(suppressWarnings(compRelSEM(fit, ord.scale = TRUE, obs.var = FALSE))[[1]])))
}), c("lavaan", "semTools"), generator, "semTools::compRelSEM with ord.scale")

write_oracle("reliability", "alpha_ordinal", lapply(c("bfi_agreeableness.csv", "bfi_neuroticism.csv"), function(file) {
  x <- read_oracle(file)
  R <- suppressWarnings(polychoric(x, correct = 0))$rho
  list(name = file, args = list(n = nrow(x), polychoric = unname(R)),
       expected = list(value = psych::alpha(R)$total$std.alpha))
}), "psych", generator, "psych::alpha of psych's polychoric correlations")

# Omega hierarchical of the Schmid-Leiman solution that psych finds for Thurstone's nine tests.
fit <- omega(Thurstone, nfactors = 3, n.obs = 213, plot = FALSE)
sl <- fit$schmid$sl
write_oracle("reliability", "omega_hierarchical", list(list(name = "thurstone", args = list(n = 213,
  general = unname(sl[, "g"]), group = unname(sl[, 2:4]), uniqueness = unname(sl[, "u2"]), R = unname(Thurstone)),
  expected = list(omega_hierarchical = fit$omega_h, omega_total = fit$omega.tot,
    subscale = fit$omega.group[-1, "total"], hierarchical_subscale = fit$omega.group[-1, "group"], ecv = fit$ECV))),
  "psych", generator, "psych::omega; its denominators are sums of observed correlations")

# Conditional standard errors: person by person, then a cubic by lm.
write_oracle("reliability", "conditional_sem", lapply(c("attitude.csv", "bfi_neuroticism.csv"), function(file) {
  x <- read_oracle(file); n <- nrow(x); k <- ncol(x)
  d <- sweep(x, 2, colMeans(x))
  error <- apply(d, 1, var) * k * n / (n - 1)
  score <- rowMeans(x)
  at <- unname(quantile(score, c(.05, .3, .5, .8, .95)))
  fit <- lm(error ~ poly(score, 3))
  list(name = file, input = file, args = list(at = at), expected = list(
    mean = unname(sqrt(predict(fit, data.frame(score = at)))) / k, overall = sqrt(mean(error)) / k,
    sem_of_alpha = sd(score) * sqrt(1 - quiet_alpha(x)$total$raw_alpha)))
}), "psych", generator, "error variances by person, cubic by stats::lm")

# Within and between sites: R's multivariate analysis of variance, and that of the total for the site means.
write_oracle("reliability", "multilevel_reliability", lapply(c("attitude.csv", "likert_small.csv"), function(file) {
  x <- read_oracle(file)
  site <- factor(if (nrow(x) == 24) rep(1:6, times = c(2, 3, 4, 5, 6, 4)) else rep(1:6, length.out = nrow(x)))
  place <- as.numeric(site) %o% rep(1, ncol(x)); item <- rep(1, nrow(x)) %o% seq_len(ncol(x))
  x <- x + sd(x) * (place + ((7 * place + 3 * item) %% 5))
  parts <- summary(manova(x ~ site))$SS
  sizes <- table(site); J <- length(sizes); n <- nrow(x)
  W <- parts$Residuals / (n - J); M <- parts$site / (J - 1)
  B <- (M - W) / ((n - sum(sizes^2) / n) / (J - 1))
  a <- function(S) { k <- ncol(S); k / (k - 1) * (1 - sum(diag(S)) / sum(S)) }
  square <- anova(lm(rowSums(x) ~ site))[["Mean Sq"]]
  list(name = file, args = list(x = unname(x), site = as.numeric(site)), expected = list(
    within = a(W), between = a(B), site_means = 1 - square[2] / square[1]))
}), "psych", generator, "stats::manova and stats::anova")

# Equation 21 of Green & Yang term by term, with numerical integration of the bivariate normal.
phi2 <- function(a, b, r) {
  integrate(function(z) dnorm(z) * pnorm((b - r * z) / sqrt(1 - r^2)), -Inf, a, rel.tol = 1e-12)$value
}
term <- function(one, other, r) {
  sum(outer(one, other, Vectorize(function(a, b) {
    joint <- if (r == 1) pnorm(min(a, b)) else phi2(a, b, r)
    joint - pnorm(a) * pnorm(b)
  })))
}
loadings <- c(.8, .7, .6, .5)
cuts <- list(c(-1, 0, 1), c(-.5, .5, 1.2), c(-1.2, -.3, .8), c(-.8, .2, 1))
pairs <- expand.grid(i = 1:4, j = 1:4)
numerator <- sum(mapply(function(i, j) term(cuts[[i]], cuts[[j]], loadings[i] * loadings[j]), pairs$i, pairs$j))
denominator <- sum(mapply(function(i, j) term(cuts[[i]], cuts[[j]], if (i == j) 1 else loadings[i] * loadings[j]),
                          pairs$i, pairs$j))
write_oracle("reliability", "green_yang", list(list(name = "four_items", args = list(loadings = loadings, thresholds = cuts),
  expected = list(numerator = numerator, denominator = denominator, value = numerator / denominator))),
  "psych", generator, "stats::integrate")
