# Reference values for reliable change, regression to the mean, dosage and the like.
# Rscript tests/oracle/R/change_more.R   (after change_data.R and clusters_data.R)
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(boot); library(clubSandwich)})
GENERATOR <- "tests/oracle/R/change_more.R"
put <- function(name, cases, packages = "stats", note = "") write_oracle("change", name, cases, packages, GENERATOR, note)
paired <- function(sets, f, args = list()) lapply(sets, function(set) {
  file <- paste0("change_", set, ".csv"); d <- as.data.frame(read_oracle(file))
  list(name = set, input = file, args = args, expected = f(d$pre, d$post))
})

put("reliable_change", paired(c("movies", "teachers24", "teachers60"), function(pre, post) {
  rho <- .85; crit <- qnorm(.975); d <- round(post - pre, 9)
  index <- list(unequal_variance = d / sqrt((1 - rho) * (var(pre) + var(post))), jacobson_truax = d / (sqrt(2) * sd(pre) * sqrt(1 - rho)),
                regression_adjusted = (post - mean(pre) - rho * (pre - mean(pre))) / (sd(pre) * sqrt(1 - rho^2)))
  lapply(index, function(rc) list(improved = mean(rc > crit), declined = mean(rc < -crit)))
}, list(reliability = .85)), note = "each index by its definition")
put("oldham", paired(c("movies", "depression", "teachers24", "teachers230"), function(pre, post) {
  r <- cor.test(post - pre, (pre + post) / 2)
  list(value = unname(r$estimate), low = r$conf.int[1], high = r$conf.int[2], test_statistic = unname(r$statistic),
       df = unname(r$parameter), p_value = r$p.value)
}))
put("response_shift", paired(c("teachers24", "teachers60"), function(pre, post) {
  t <- t.test(post, pre, paired = TRUE)
  list(value = unname(t$estimate), low = t$conf.int[1], high = t$conf.int[2], p_value = t$p.value)
}))
put("regression_to_mean", lapply(list(c(-.5, 0, 1, .7), c(3, 3.4, .6, .8), c(45, 50, 10, .6)), function(a) {
  below <- integrate(function(x) (1 - a[4]) * (a[2] - x) * dnorm(x, a[2], a[3]), -Inf, a[1], rel.tol = 1e-13)$value / pnorm(a[1], a[2], a[3])
  above <- integrate(function(x) (1 - a[4]) * (a[2] - x) * dnorm(x, a[2], a[3]), a[1], Inf, rel.tol = 1e-13)$value / pnorm(a[1], a[2], a[3], FALSE)
  list(name = paste(a, collapse = " "), args = list(cutoff = a[1], mean = a[2], sd = a[3], reliability = a[4]), expected = list(below = below, above = above))
}), note = "integral over the truncated normal distribution")

slopes <- list()
for (set in c("six", "equal", "twelve")) {
  file <- paste0("clusters_", set, ".csv"); d <- as.data.frame(read_oracle(file)); m <- lm(change ~ hours, d)
  s <- summary(m)$coefficients["hours", ]; ci <- confint(m, "hours")
  t <- linear_contrast(m, vcovCR(m, d$cluster, "CR2"), matrix(c(0, 1), 1), test = "Satterthwaite")
  slopes <- c(slopes, list(
    list(name = paste(set, "ols"), input = file, args = list(robust = FALSE),
         expected = list(value = s[[1]], std_error = s[[2]], p_value = s[[4]], df = m$df.residual, low = ci[1], high = ci[2])),
    list(name = paste(set, "CR2"), input = file, args = list(robust = TRUE),
         expected = list(value = s[[1]], std_error = t$SE, df = t$df, low = t$CI_L, high = t$CI_U))))
}
put("dose_slope", slopes, c("stats", "clubSandwich"))
put("dose_spearman", lapply(c("six", "equal", "twelve"), function(set) {
  file <- paste0("clusters_", set, ".csv"); d <- as.data.frame(read_oracle(file)); n <- nrow(d)
  r <- cor.test(d$hours, d$change, method = "spearman", exact = FALSE); value <- unname(r$estimate)
  list(name = set, input = file, args = list(), expected = list(value = value, p_value = r$p.value))
}), note = "the interval: test with the example of statpsych::ci.spear")

set.seed(1)
put("bca", paired("skewed40", function(pre, post) {
  mean_change <- function(d, i) mean(d$post[i] - d$pre[i])
  d_av <- function(d, i) mean(d$post[i] - d$pre[i]) / sqrt((var(d$pre[i]) + var(d$post[i])) / 2)
  limits <- function(f) { d <- data.frame(pre, post); b <- boot(d, f, 100000)
    boot.ci(b, type = "bca", L = empinf(b, type = "jack"))$bca[4:5] }
  list(mean_change = I(limits(mean_change)), d_av = I(limits(d_av)))
}), "boot", "100,000 draws: good to one percent of the width")
