# Coefficients of every scale and wave, and what each item adds.

feldt <- function(alpha, n, k, level = 0.95) {
  q <- qf(c(1 + level, 1 - level) / 2, n - 1, (n - 1) * (k - 1))
  1 - (1 - alpha) * q
}

bonett <- function(alpha, n, k, level = 0.95) {
  1 - exp(log(1 - alpha) - log(n / (n - 1)) + c(1, -1) * qnorm((1 + level) / 2) * sqrt(2 * k / ((k - 1) * (n - 2))))
}

fisher_z <- function(r, n, level = 0.95) tanh(atanh(r) + c(-1, 1) * qnorm((1 + level) / 2) / sqrt(n - 3))

alpha_of <- function(S) ncol(S) / (ncol(S) - 1) * (1 - sum(diag(S)) / sum(S))

omega_of <- function(x) {
  model <- paste("f =~", paste(colnames(x), collapse = " + "))
  # A fit without a proper solution is told by a warning; it is looked for below.
  fit <- tryCatch(suppressWarnings(lavaan::cfa(model, as.data.frame(x), std.lv = TRUE)), error = function(e) NULL)
  if (is.null(fit) || !lavaan::lavInspect(fit, "converged")) return(c(NA, NA))
  if (!suppressWarnings(lavaan::lavInspect(fit, "post.check"))) return(c(NA, NA))
  found <- lavaan::lavInspect(fit, "est")
  common <- sum(found$lambda)^2
  c(common / (common + sum(diag(found$theta))), common / sum(cov(x) * (nrow(x) - 1) / nrow(x)))
}

reliability_of <- function(x, draws, ...) {
  k <- ncol(x)
  complete <- x[complete.cases(x), ]
  n <- nrow(complete)
  S <- cov(complete)
  R <- cor(complete)
  between <- R[upper.tri(R)]
  alpha <- alpha_of(S)
  coefficient <- function(statistic, estimate, limits = c(NA, NA), method = "listwise", ...) {
    number(statistic, estimate, low = limits[1], high = limits[2], n = n, method = method, ...)
  }
  coefficient("alpha", alpha, feldt(alpha, n, k), method = "listwise/feldt", ...)
  coefficient("alpha", alpha, bonett(alpha, n, k), method = "listwise/bonett", ...)
  resampled <- boot::boot(complete, function(d, i) alpha_of(cov(d[i, ])), R = draws)
  limits <- tryCatch(boot::boot.ci(resampled, type = "bca")$bca[4:5], error = function(e) c(NA, NA))
  coefficient("alpha", alpha, limits, method = "listwise/bca", ...)
  pairs <- crossprod(!is.na(x))
  fewest <- min(pairs[upper.tri(pairs)])
  by_pairs <- alpha_of(cov(x, use = "pairwise.complete.obs"))
  limits <- feldt(by_pairs, fewest, k)
  number("alpha", by_pairs, low = limits[1], high = limits[2], n = fewest, method = "pairwise/feldt", ...)
  coefficient("alpha_standardized", alpha_of(R), ...)
  coefficient("lambda2", (sum(S) - sum(diag(S)) + sqrt(k / (k - 1) * (sum(S^2) - sum(diag(S)^2)))) / sum(S), ...)
  coefficient("mean_inter_item_correlation", mean(between), ...)
  coefficient("min_inter_item_correlation", min(between), ...)
  coefficient("max_inter_item_correlation", max(between), ...)
  if (k == 2) {
    limits <- fisher_z(between, n)
    coefficient("spearman_brown", 2 * between / (1 + between), 2 * limits / (1 + limits),
                method = "listwise/fisher_z", ...)
  }
  df <- (n - 1) * (k - 1)
  sem <- sd(rowMeans(complete)) * sqrt(1 - alpha)
  limits <- sem * sqrt(df / qchisq(c(0.975, 0.025), df))
  coefficient("sem", sem, limits, method = "alpha/chi2", df = df, ...)
  least <- qnorm(0.975) * sqrt(2)
  coefficient("sdc", least * sem, least * limits, method = "alpha/chi2", df = df, ...)
  if (k > 2) {
    omega <- omega_of(complete)
    if (!is.na(omega[1])) {
      coefficient("omega_total", omega[1], method = "ml1/implied", ...)
      coefficient("omega_total", omega[2], method = "ml1/observed", ...)
    }
  }
}

items_of <- function(x, ...) {
  complete <- x[complete.cases(x), ]
  n <- nrow(complete)
  # psych warns of items that may be worded the other way round; keying is the instrument's.
  found <- suppressMessages(suppressWarnings(psych::alpha(complete, warnings = FALSE)))
  for (item in colnames(x)) {
    r <- found$item.stats[item, "r.drop"]
    limits <- fisher_z(r, n)
    number("item_rest_correlation", r, low = limits[1], high = limits[2], n = n, item = item,
           method = "listwise/fisher_z", ...)
    if (ncol(x) > 2) {
      alpha <- found$alpha.drop[item, "raw_alpha"]
      limits <- feldt(alpha, n, ncol(x) - 1)
      number("alpha_if_dropped", alpha, low = limits[1], high = limits[2], n = n, item = item,
             method = "listwise/feldt", ...)
    }
  }
}

reliability_of_wave <- function(wave, name, scores, instrument, draws) {
  for (scale in names(scores)) {
    items <- intersect(instrument$items[[scale]], colnames(wave$answers))
    x <- keyed(wave, items, instrument$reversed[[scale]], instrument)
    reliability_of(x, draws, scale = scale, wave = name)
    items_of(x, scale = scale, wave = name)
  }
}
