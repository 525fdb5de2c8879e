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

# Lines of one's own (lme4, pbkrtest) and fading likeness (nlme's corCAR1), on the same data.
suppressPackageStartupMessages(library(nlme))
set.seed(20250911)
at <- c(0, .5, 1.1, 2); people <- 60
walk <- sapply(seq_len(people), function(i) { e <- rnorm(1, 0, .6); for (k in 2:4) { r <- .5^(at[k] - at[k - 1]); e <- c(e, r * e[k - 1] + rnorm(1, 0, .6 * sqrt(1 - r^2))) }; e })
fading <- round(t(3 + .2 * at + walk), 2); fading[cbind(sample(people, 20), sample(4, 20, TRUE))] <- NA
write.csv(setNames(as.data.frame(fading), paste0("w", 1:4)), oracle_data("waves_fading.csv"), row.names = FALSE)
pace <- rnorm(people, .3, .35); lines <- round(3 + rnorm(people, 0, .5) + outer(pace, at) + matrix(rnorm(people * 4, 0, .3), people), 2)
lines[cbind(sample(people, 25), sample(4, 25, TRUE))] <- NA
write.csv(setNames(as.data.frame(lines), paste0("w", 1:4)), oracle_data("waves_lines.csv"), row.names = FALSE)

slope_case <- function(b, se, df) { margin <- qt(.975, df) * se
  list(value = b, std_error = se, df = df, test_statistic = b / se, p_value = 2 * pt(-abs(b / se), df), low = b - margin, high = b + margin) }
varying_case <- function(name, file) {
  d <- long(read_oracle(file), at); d <- d[!is.na(d$y), ]
  m <- lme4::lmer(y ~ t + (1 + t | id), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12)))
  V <- vcovAdj(m); L <- c(0, 1)
  list(name = name, input = file, args = list(times = at), expected = list(
    slope = slope_case(fixef(m)[["t"]], sqrt(as.numeric(L %*% V %*% L)), Lb_ddf(L, vcov(m), V)),
    slope_sd = attr(lme4::VarCorr(m)$id, "stddev")[["t"]], criterion = lme4::REMLcrit(m)))
}
write_oracle("change", "growth_slope_sd", list(varying_case("lines", "waves_lines.csv")), c("lme4", "pbkrtest"), "tests/oracle/R/growth.R")
serial_case <- function(name, file) {
  d <- long(read_oracle(file), at); d <- d[!is.na(d$y), ]; d <- d[order(d$id, d$t), ]
  m <- gls(y ~ t, d, correlation = corCAR1(form = ~ t | id), method = "REML", control = glsControl(tolerance = 1e-12, msTol = 1e-12))
  list(name = name, input = file, args = list(times = at), expected = list(slope = coef(m)[["t"]], model_std_error = sqrt(vcov(m)[2, 2]),
    sigma = m$sigma, correlation = coef(m$modelStruct$corStruct, unconstrained = FALSE)[[1]]))
}
write_oracle("change", "serial_correlation", list(serial_case("fading", "waves_fading.csv"), serial_case("lines", "waves_lines.csv")), "nlme", "tests/oracle/R/growth.R", "gls with corCAR1; its standard error takes the correlation as known")

# Wave means with a covariance of their own for any two waves: gls, whose standard errors take the covariance as known.
free_case <- function(name, file) {
  d <- long(read_oracle(file), at); d <- d[!is.na(d$y), ]; d$k <- as.integer(d$w); d <- d[order(d$id, d$k), ]
  m <- gls(y ~ w - 1, d, correlation = corSymm(form = ~ k | id), weights = varIdent(form = ~ 1 | w), method = "REML", control = glsControl(tolerance = 1e-12, msTol = 1e-13, maxIter = 500, msMaxIter = 500))
  L <- rbind(c(-1, 1, 0, 0), c(-1, 0, 0, 1), c(0, -1, 1, 0))
  list(name = name, input = file, args = list(contrasts = L), expected = list(value = as.vector(L %*% coef(m)), model_std_error = sqrt(diag(L %*% vcov(m) %*% t(L)))))
}
write_oracle("change", "unstructured_change", list(free_case("fading", "waves_fading.csv"), free_case("lines", "waves_lines.csv")), "nlme", "tests/oracle/R/growth.R", "gls with corSymm and varIdent")
