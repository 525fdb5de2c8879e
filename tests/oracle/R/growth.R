# Growth over three or more waves at their dates: lme4, lmerTest and pbkrtest.
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest)})
options(contrasts = c("contr.treatment", "contr.poly"))

files <- list(
  evenly = list(input = "waves_sleepstudy.csv", times = NULL),
  unevenly = list(input = "waves_teachers.csv", times = c(0, 0.36, 0.71, 1.7))
)

long <- function(x, times) {
  data.frame(id = factor(rep(seq_len(nrow(x)), ncol(x))), w = factor(rep(seq_len(ncol(x)), each = nrow(x))),
             t = rep(times, each = nrow(x)), y = as.vector(x))
}

case_of <- function(name, entry) {
  x <- read_oracle(entry$input)
  times <- if (is.null(entry$times)) seq_len(ncol(x)) - 1 else entry$times[seq_len(ncol(x))]
  d <- long(x, times); d <- d[!is.na(d$y), ]
  # no convergence warning may be hidden
  m <- lmer(y ~ t + (1 | id), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
  V <- vcovAdj(m); L <- c(0, 1)
  se <- sqrt(as.numeric(L %*% V %*% L)); df <- Lb_ddf(L, vcov(m), V)
  b <- fixef(m)[["t"]]; margin <- qt(.975, df) * se
  factors <- lmer(y ~ w + (1 | id), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
  k <- length(times)
  between <- 2:(k - 1)
  R <- matrix(0, length(between), k)
  for (i in seq_along(between)) {
    R[i, between[i]] <- 1
    R[i, k] <- -(times[between[i]] - times[1]) / (times[k] - times[1])
  }
  test <- KRmodcomp(factors, R)$test["Ftest", ]
  list(name = name, input = entry$input, args = list(times = times), expected = list(
    slope = list(value = b, std_error = se, df = df, test_statistic = b / se,
                 p_value = 2 * pt(-abs(b / se), df), low = b - margin, high = b + margin),
    linearity = list(f = test$stat, df2 = test$ddf, p_value = test$p.value)))
}

write_oracle("change", "growth_slope", unname(mapply(case_of, names(files), files, SIMPLIFY = FALSE)),
             c("lme4", "lmerTest", "pbkrtest"), "tests/oracle/R/growth.R")
