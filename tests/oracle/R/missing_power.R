# Reference values for missing data, power and the Bayes factor.   Rscript tests/oracle/R/missing_power.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(lavaan); library(mice)})
GENERATOR <- "tests/oracle/R/missing_power.R"

write.csv(airquality, oracle_data("missing_airquality.csv"), row.names = FALSE, na = "NA")
set.seed(20250904)
x <- matrix(rnorm(80 * 3), 80) %*% chol(matrix(c(1, .5, .4, .5, 1, .6, .4, .6, 1), 3)) + 3
x[sample(80, 15), 1] <- NA; x[order(x[, 2])[1:18], 3] <- NA; x <- round(x, 3); colnames(x) <- c("pre", "post", "later")
write.csv(x, oracle_data("missing_waves.csv"), row.names = FALSE, na = "NA")
little <- function(x) {
  model <- paste(colnames(x), "~~", colnames(x), collapse = "\n")
  s <- lavInspect(lavaan(model, as.data.frame(x), missing = "ml", fixed.x = FALSE, meanstructure = TRUE, do.fit = FALSE,
                         em.h1.tol = 1e-10, em.h1.iter.max = 1e4), "sampstat")
  mu <- as.numeric(s$mean); S <- unclass(s$cov); pattern <- apply(is.na(x), 1, paste, collapse = ""); d <- 0; k <- 0
  for (p in unique(pattern)) { rows <- x[pattern == p, , drop = FALSE]; o <- !is.na(rows[1, ]); if (!any(o)) next
    g <- colMeans(rows[, o, drop = FALSE]) - mu[o]; d <- d + nrow(rows) * drop(t(g) %*% solve(S[o, o]) %*% g); k <- k + sum(o) }
  df <- k - ncol(x); list(value = d, df = df, p_value = pchisq(d, df, lower.tail = FALSE), mean = I(mu), covariance = S)
}
write_oracle("missing", "little_mcar", lapply(c("airquality", "waves"), function(n) {
  file <- paste0("missing_", n, ".csv"); list(name = n, input = file, args = list(), expected = little(read_oracle(file)))
}), "lavaan", GENERATOR, "moments: lavaan's saturated FIML model")

Q <- c(.50, .56, .46, .53, .45); U <- c(.010, .012, .011, .0105, .0115)
write_oracle("missing", "rubin", lapply(list(list(Q, U, 39, 43), list(c(2, 2.4, 2.2), c(.3, .25, .28), 120, 122)), function(a) {
  p <- pool.scalar(a[[1]], a[[2]], n = a[[3]] + 1, k = 1); se <- sqrt(p$t)
  list(name = paste("df", a[[3]]), args = list(estimates = I(a[[1]]), variances = I(a[[2]]), complete_df = a[[3]], n = a[[4]]),
       expected = list(value = p$qbar, std_error = se, df = p$df, low = p$qbar + qt(.025, p$df) * se, high = p$qbar + qt(.975, p$df) * se,
                       missing_information = p$fmi))
}), "mice", GENERATOR)

paired <- function(n, change, sd, sig) power.t.test(n, change, sd, sig, type = "paired", strict = TRUE)$power
write_oracle("power", "paired_power", lapply(list(c(24, .3, .6, .05), c(9, .5, .5, .05), c(60, .1, .7, .10), c(12, .01, .5, .05)), function(a)
  list(name = paste(a, collapse = " "), args = list(n = a[1], change = a[2], sd_change = a[3], level = 1 - a[4]),
       expected = list(power = paired(a[1], a[2], a[3], a[4]),
         minimal = power.t.test(a[1], NULL, a[3], a[4], .8, "paired", strict = TRUE, tol = 1e-12)$delta,
         n = ceiling(power.t.test(NULL, a[2], a[3], a[4], .8, "paired", strict = TRUE, tol = 1e-10)$n)))), "stats", GENERATOR)
# clusters of one size: the paired test of their means
write_oracle("power", "clustered_power", lapply(list(c(8, 5, .2, .3, .6), c(3, 10, .1, .5, .7), c(12, 4, 0, .2, .5)), function(a) {
  sd <- a[5] * sqrt(a[3] + (1 - a[3]) / a[2])
  list(name = paste(a, collapse = " "), args = list(clusters = a[1], cluster_size = a[2], icc = a[3], change = a[4], sd_change = a[5]),
       expected = list(power = paired(a[1], a[4], sd, .05), minimal = power.t.test(a[1], NULL, sd, .05, .8, "paired", strict = TRUE, tol = 1e-12)$delta))
}), "stats", GENERATOR)
two <- function(n, delta, sd) power.t.test(n, delta, sd, type = "two.sample", strict = TRUE)$power
unequal <- function(n1, n2, delta, sd) { df <- n1 + n2 - 2; q <- qt(.975, df); ncp <- delta / (sd * sqrt(1 / n1 + 1 / n2))
  pt(q, df, ncp, lower.tail = FALSE) + pt(-q, df, ncp) }
write_oracle("power", "comparison_power", list(
  list(name = "equal arms", args = list(design = list(program_n = 20, comparison_n = 20, sd = .6), difference = .4), expected = list(power = two(20, .4, .6),
       minimal = power.t.test(20, NULL, .6, power = .8, strict = TRUE, tol = 1e-12)$delta)),
  list(name = "unequal arms", args = list(design = list(program_n = 31, comparison_n = 12, sd = .6), difference = .5), expected = list(power = unequal(31, 12, .5, .6))),
  list(name = "clusters", args = list(design = list(program_n = 30, comparison_n = 30, sd = .6, program_clusters = 6, comparison_clusters = 6, icc = .15), difference = .5),
       expected = list(power = two(6, .5, .6 * sqrt(.15 + .85 / 5))))), "stats", GENERATOR, "clusters of one size: the t test of their means")

jzs <- function(t, n, df, r) {
  f <- function(u) { g <- exp(u); s <- 1 + n * g * r^2
    s^-.5 * (1 + t^2 / (s * df))^(-(df + 1) / 2) * (2 * pi)^-.5 * g^-.5 * exp(-1 / (2 * g)) }
  integrate(f, -10, 60, rel.tol = 1e-12, subdivisions = 5000)$value / (1 + t^2 / df)^(-(df + 1) / 2)
}
write_oracle("change", "jzs_bayes_factor", lapply(list(c(-4.062128, 10), c(0, 24), c(2, 24), c(3.1, 60), c(-1, 9)), function(a)
  list(name = paste("t", a[1], "n", a[2]), args = list(t = a[1], effective_n = a[2], df = a[2] - 1), expected = list(value = jzs(a[1], a[2], a[2] - 1, sqrt(2) / 2)))),
  "stats", GENERATOR, "integral of Rouder et al. (2009) by integrate(); R's sleep data give 17.2589 in BayesFactor")
