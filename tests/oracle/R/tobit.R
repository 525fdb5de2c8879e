# Mean change beyond the ends of the scale: survival's survreg with each wave's own spread.   Rscript tests/oracle/R/tobit.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(survival))
set.seed(20250921)
n <- 40; level <- rnorm(n, 3.9, .8)
cut <- function(x) pmin(pmax(round(x * 4) / 4, 1), 5)
write.csv(data.frame(pre = cut(level + rnorm(n, 0, .4)), post = cut(level + .5 + rnorm(n, 0, .4))), oracle_data("change_ceiling.csv"), row.names = FALSE)
low <- rnorm(n, 2, 1.1)
write.csv(data.frame(pre = cut(low + rnorm(n, 0, .5)), post = cut(low + .9 + rnorm(n, 0, .8))), oracle_data("change_both_ends.csv"), row.names = FALSE)

case_of <- function(name, file) {
  x <- read_oracle(file); n <- nrow(x)
  d <- data.frame(id = rep(seq_len(n), 2), wave = factor(rep(0:1, each = n)), y = c(x))
  d$from <- ifelse(d$y <= 1, -Inf, d$y); d$to <- ifelse(d$y >= 5, Inf, d$y)
  m <- survreg(Surv(from, to, type = "interval2") ~ wave + strata(wave) + cluster(id), d, dist = "gaussian", control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))
  se <- sqrt(vcov(m)["wave1", "wave1"]) * sqrt(n / (n - 1)); b <- coef(m)[["wave1"]]; margin <- qt(.975, n - 1) * se
  stopifnot(sum(d$y >= 5) > 3)
  list(name = name, input = file, args = list(lowest = 1, highest = 5), expected = list(value = b, std_error = se, df = n - 1, test_statistic = b / se,
       p_value = 2 * pt(-abs(b / se), n - 1), low = b - margin, high = b + margin))
}
write_oracle("change", "tobit_change", list(case_of("ceiling", "change_ceiling.csv"), case_of("both_ends", "change_both_ends.csv")), "survival",
             "tests/oracle/R/tobit.R", "survreg's robust standard error times sqrt(n/(n - 1)), t on n - 1 df")
