# Reference values for the agreement family.
# Run from the repository root:  Rscript tests/oracle/R/agreement.R
suppressPackageStartupMessages({library(psych); library(lme4)})
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/agreement.R"
save_matrix <- function(x, name) {
  write.csv(x, file.path("tests/oracle/data", name), row.names = FALSE, na = "", quote = FALSE)
}

# Six targets, four judges (Shrout & Fleiss, 1979, table 2).
shrout <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), ncol = 4, byrow = TRUE,
                 dimnames = list(NULL, paste0("judge", 1:4)))
save_matrix(shrout, "agreement_shrout_fleiss.csv")
# Twelve units, four observers, gaps (Krippendorff, 2011).
observers <- cbind(A = c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA), B = c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
                   C = c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA), D = c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA))
save_matrix(observers, "agreement_observers.csv")
# One hundred people, two neurologists, three categories: a published 3 x 3 table, one row per person.
table3 <- matrix(c(13, 0, 0, 0, 20, 7, 0, 4, 56), 3, byrow = TRUE)
cells <- which(table3 > 0, arr.ind = TRUE)
pairs <- cells[rep(seq_len(nrow(cells)), table3[cells]), ]
colnames(pairs) <- c("first", "second"); rownames(pairs) <- NULL
save_matrix(pairs, "agreement_two_raters.csv")
# Two occasions, thirty invented teachers, five-point means of four items.
set.seed(7)
true <- rnorm(30, 3.4, .6)
occasions <- round(4 * cbind(first = true + rnorm(30, 0, .3), second = true + .2 + rnorm(30, 0, .3))) / 4
save_matrix(occasions, "agreement_retest.csv")

forms <- c(icc_1 = "Single_raters_absolute", icc_a1 = "Single_random_raters", icc_c1 = "Single_fixed_raters",
           icc_k = "Average_raters_absolute", icc_ak = "Average_random_raters", icc_ck = "Average_fixed_raters")
layouts <- c("agreement_shrout_fleiss.csv", "agreement_retest.csv", "attitude.csv")
for (id in names(forms)) {
  write_oracle("agreement", id, lapply(layouts, function(file) {
    row <- ICC(read_oracle(file), lmer = FALSE)$results[names(forms) == id, ]
    list(name = file, input = file, expected = list(
      value = row$ICC, low = row[["lower bound"]], high = row[["upper bound"]]))
  }), "psych", generator, paste("psych::ICC,", forms[[id]]))
}

write_oracle("agreement", "sem_agreement", lapply(layouts[1:2], function(file) {
  x <- read_oracle(file)
  long <- data.frame(y = as.vector(x), person = factor(row(x)), occasion = factor(col(x)))
  v <- as.data.frame(VarCorr(lmer(y ~ 1 + (1 | person) + (1 | occasion), long,
                                  control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))))
  part <- setNames(v$vcov, v$grp)
  own <- rowSums((sweep(x, 2, colMeans(x)) - rowMeans(sweep(x, 2, colMeans(x))))^2)
  df <- min((nrow(x) - 1) * (ncol(x) - 1), 2 * nrow(x) * mean(own)^2 / var(own))
  list(name = file, input = file, expected = list(
    agreement = sqrt(part[["occasion"]] + part[["Residual"]]), consistency = sqrt(part[["Residual"]]),
    consistency_low = sqrt(part[["Residual"]] * df / qchisq(.975, df)),
    consistency_high = sqrt(part[["Residual"]] * df / qchisq(.025, df))))
}), "lme4", generator, "variance components of lme4 by REML; interval on Satterthwaite's degrees of freedom")
write_oracle("agreement", "sdc", lapply(layouts[2], function(file) {
  x <- read_oracle(file)
  list(name = file, input = file, expected = list(consistency = qnorm(.975) * sd(x[, 2] - x[, 1])))
}), "psych", generator, "for two occasions and consistency: 1.96 times the standard deviation of the differences")

# Kappas of psych; their standard errors by the delta method with numerical derivatives of kappa by the cell
# probabilities and the multinomial covariance matrix (psych 2.2.9 prints 0 for the weighted ones).
rated <- read_oracle("agreement_two_raters.csv")
weights <- list(kappa = diag(3), kappa_linear = 1 - abs(outer(1:3, 1:3, "-")) / 2,
                kappa_quadratic = 1 - outer(1:3, 1:3, "-")^2 / 4)
kappa_of <- function(p, w) {
  p <- matrix(p, 3); p <- p / sum(p)
  expected <- sum(w * outer(rowSums(p), colSums(p)))
  (sum(w * p) - expected) / (1 - expected)
}
for (id in names(weights)) {
  w <- weights[[id]]
  fit <- cohen.kappa(rated, w = w)
  p <- as.vector(table3) / sum(table3)
  gradient <- sapply(seq_along(p), function(i) {
    h <- 1e-5; up <- p; up[i] <- up[i] + h; down <- p; down[i] <- down[i] - h
    (kappa_of(up, w) - kappa_of(down, w)) / (2 * h)
  })
  std_error <- sqrt(as.numeric(gradient %*% (diag(p) - outer(p, p)) %*% gradient) / sum(table3))
  write_oracle("agreement", id, list(list(name = "two_raters", input = "agreement_two_raters.csv",
    args = list(categories = 1:3),
    expected = list(value = if (id == "kappa") fit$kappa else fit$weighted.kappa, std_error = std_error))),
    "psych", generator, "psych::cohen.kappa; standard error by a numerical delta method, good to 8 digits")
}

# Krippendorff's alpha straight from its definition over all pairs of values, without a coincidence matrix.
krippendorff <- function(x, distance) {
  x <- x[rowSums(!is.na(x)) >= 2, ]
  values <- x[!is.na(x)]
  observed <- mean(unlist(lapply(seq_len(nrow(x)), function(u) {
    v <- x[u, ][!is.na(x[u, ])]
    rep(sum(outer(v, v, Vectorize(distance))) / (length(v) * (length(v) - 1)), length(v))
  })))
  expected <- sum(outer(values, values, Vectorize(distance))) / (length(values) * (length(values) - 1))
  1 - observed / expected
}
ordinal_distance <- function(x) {
  used <- x[rowSums(!is.na(x)) >= 2, ]; used <- used[!is.na(used)]
  function(a, b) {
    if (a == b) return(0)
    between <- sum(used >= min(a, b) & used <= max(a, b))
    (between - (sum(used == a) + sum(used == b)) / 2)^2
  }
}
write_oracle("agreement", "krippendorff_alpha", lapply(
  list(list(file = "agreement_observers.csv", categories = 1:5), list(file = "agreement_two_raters.csv", categories = 1:3),
       list(file = "agreement_shrout_fleiss.csv", categories = 1:10)), function(case) {
    x <- read_oracle(case$file)
    list(name = case$file, input = case$file, args = list(categories = case$categories), expected = list(
      nominal = krippendorff(x, function(a, b) as.numeric(a != b)),
      ordinal = krippendorff(x, ordinal_distance(x)),
      interval = krippendorff(x, function(a, b) (a - b)^2)))
  }), "psych", generator, "from the definition over all pairs of values")

# The interval of nominal alpha of two raters: resampled units, package boot, jackknife acceleration.
nominal_of_rows <- function(x, rows) {
  x <- x[rows, ]; size <- 2 * nrow(x)
  expected <- (size^2 - sum(table(x)^2)) / (size * (size - 1))
  1 - mean(x[, 1] != x[, 2]) / expected
}
set.seed(3)
many <- boot::boot(rated, nominal_of_rows, R = 20000)
ci <- boot::boot.ci(many, type = "bca", L = boot::empinf(data = rated, statistic = nominal_of_rows, type = "jack", stype = "i"))$bca
write_oracle("agreement", "krippendorff_alpha_bca", list(list(name = "two_raters", input = "agreement_two_raters.csv",
  args = list(categories = 1:3), expected = list(low = ci[4], high = ci[5], std_error = sd(many$t)))), "boot", generator,
  "20,000 resamples; compare within Monte Carlo error")

write_oracle("agreement", "kendall_w", lapply(layouts, function(file) {
  x <- read_oracle(file)
  f <- friedman.test(x)
  list(name = file, input = file, expected = list(
    value = unname(f$statistic) / (nrow(x) * (ncol(x) - 1)), test_statistic = unname(f$statistic),
    df = unname(f$parameter), p_value = f$p.value))
}), "psych", generator, "stats::friedman.test; W is its chi-square over n (m - 1)")
