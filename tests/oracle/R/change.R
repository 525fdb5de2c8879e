# Reference values for one-group change, from R's own tests, coin and effectsize.
# Rscript tests/oracle/R/change.R   (after change_data.R)
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(coin); library(effectsize)})
GENERATOR <- "tests/oracle/R/change.R"
SETS <- c("movies", "depression", "zeros", "teachers24", "teachers60", "teachers230")
LEVELS <- c(0.95, 0.90)

cases <- function(expected, sets = SETS, levels = LEVELS, args = list()) {
  out <- list()
  for (set in sets) for (level in levels) {
    file <- paste0("change_", set, ".csv")
    d <- as.data.frame(read_oracle(file))
    out[[length(out) + 1]] <- list(name = paste(set, level), input = file, args = c(list(level = level), args),
                                   expected = expected(d$pre, d$post, level))
  }
  out
}
write_change <- function(name, cases, packages = "stats", note = "")
  write_oracle("change", name, cases, packages, GENERATOR, note)

write_change("mean_change", cases(function(pre, post, level) {
  t <- t.test(post, pre, paired = TRUE, conf.level = level)
  list(value = unname(t$estimate), low = t$conf.int[1], high = t$conf.int[2], std_error = t$stderr,
       test_statistic = unname(t$statistic), df = unname(t$parameter), p_value = t$p.value)
}))

nct <- function(t, df, level) {
  root <- function(p) uniroot(function(d) pt(t, df, d) - p, c(t - 12, t + 12), tol = 1e-13)$root
  suppressWarnings(c(root((1 + level) / 2), root((1 - level) / 2)))
}
write_change("d_z", cases(function(pre, post, level) {
  d <- cohens_d(post, pre, paired = TRUE, ci = NULL)$Cohens_d
  limits <- nct(d * sqrt(length(pre)), length(pre) - 1, level) / sqrt(length(pre))
  list(value = d, low = limits[1], high = limits[2])
}), c("stats", "effectsize"), "limits: uniroot over pt()")
write_change("hedges_g_z", cases(function(pre, post, level) {
  n <- length(pre)
  j <- exp(lgamma((n - 1) / 2) - log(sqrt((n - 1) / 2)) - lgamma((n - 2) / 2))
  d <- cohens_d(post, pre, paired = TRUE, ci = NULL)$Cohens_d
  limits <- j * nct(d * sqrt(n), n - 1, level) / sqrt(n)
  list(value = hedges_g(post, pre, paired = TRUE, ci = NULL)$Hedges_g, low = limits[1], high = limits[2])
}), c("stats", "effectsize"), "value: effectsize; limits: uniroot over pt()")

# differences that equal each other on paper must do so in the machine
gain <- function(pre, post) round(post - pre, 9)
pratt <- function(x, distribution)
  wilcoxsign_test(x ~ rep(0, length(x)), distribution = distribution, zero.method = "Pratt")
write_change("wilcoxon", cases(function(pre, post, level) {
  x <- gain(pre, post); n <- length(x)
  walsh <- outer(x, x, "+") / 2; walsh <- sort(walsh[lower.tri(walsh, diag = TRUE)])
  exact <- n <= 200
  if (exact) q <- qsignrank((1 - level) / 2, n)
  else q <- floor(n * (n + 1) / 4 + .5 + qnorm((1 - level) / 2) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
  ranked <- pratt(x, if (exact) "exact" else "asymptotic")
  dropped <- wilcoxsign_test(x ~ rep(0, n), distribution = if (exact) "exact" else "asymptotic", zero.method = "Wilcoxon")
  list(value = median(walsh), low = walsh[q], high = walsh[length(walsh) + 1 - q],
       test_statistic = sum(rank(abs(x))[x > 0]), p_value = as.numeric(pvalue(ranked)),
       zeros = sum(x == 0), dropped_p = as.numeric(pvalue(dropped)), method = if (exact) "pratt/exact" else "pratt/normal")
}), c("stats", "coin"))

write_change("rank_biserial", cases(function(pre, post, level) {
  x <- gain(pre, post); n <- length(x)
  coefficient <- function(x) rank_biserial(x, rep(0, length(x)), paired = TRUE, ci = NULL)$r_rank_biserial
  r <- coefficient(x); left_out <- sapply(seq_len(n), function(i) coefficient(x[-i]))
  se <- sqrt((n - 1) / n * sum((left_out - mean(left_out))^2)); z <- qnorm((1 + level) / 2) * se / (1 - r^2)
  if (abs(r) == 1) list(value = r, low = NA, high = NA)
  else list(value = r, std_error = se, low = tanh(atanh(r) - z), high = tanh(atanh(r) + z))
}), "effectsize", "interval: jackknife of effectsize's coefficient")

direction <- function(count) cases(function(pre, post, level) {
  x <- gain(pre, post)
  p <- prop.test(count(x), length(x), conf.level = level, correct = FALSE)
  list(value = unname(p$estimate), low = p$conf.int[1], high = p$conf.int[2])
}, args = list(meaningful_step = 0.25))
write_change("improved", direction(function(x) sum(x > 0.25)))
write_change("same", direction(function(x) sum(abs(x) <= 0.25)))
write_change("declined", direction(function(x) sum(x < -0.25)))

write_change("sign_flip", cases(function(pre, post, level) {
  x <- gain(pre, post); x <- x[x != 0]
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(x))))
  list(value = mean(gain(pre, post)), p_value = mean(abs(signs %*% x) >= abs(sum(x)) - 1e-9))
}, sets = c("movies", "depression", "zeros"), levels = 0.95), note = "every sign pattern, by expand.grid")

write_change("tost", cases(function(pre, post, level) {
  delta <- 0.5
  lower <- t.test(post, pre, paired = TRUE, mu = -delta, alternative = "greater")
  upper <- t.test(post, pre, paired = TRUE, mu = delta, alternative = "less")
  ci <- t.test(post, pre, paired = TRUE, conf.level = 2 * level - 1)$conf.int
  weaker <- if (lower$p.value >= upper$p.value) lower else upper
  list(value = mean(post - pre), low = ci[1], high = ci[2], p_value = weaker$p.value,
       test_statistic = unname(weaker$statistic), df = length(pre) - 1)
}, args = list(smallest_effect = 0.5)))

p <- c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)
families <- list("BH 1995" = p, shuffled = rev(p)[c(3, 1, 2, 9, 15, 4:8, 10:14)], tied = c(.02, .02, .01, .5, .5), one = .04)
adjusted <- function(method) lapply(names(families), function(name)
  list(name = name, args = list(p = I(families[[name]])), expected = list(adjusted = I(p.adjust(families[[name]], method)))))
write_change("holm", adjusted("holm"))
write_change("bh", adjusted("BH"))
