# Description of scale scores and of single items, and how many answered.

describe <- function(x, low, high, step, ...) {
  x <- x[!is.na(x)]
  n <- length(x)
  t <- if (n > 1 && sd(x) > 0) t.test(x) else list(conf.int = c(NA, NA))
  number("mean", mean(x), low = t$conf.int[1], high = t$conf.int[2], se = sd(x) / sqrt(n), df = n - 1, n = n,
         method = "t", ...)
  number("sd", sd(x), n = n, ...)
  number("median", median(x), n = n, ...)
  number("min", min(x), n = n, ...)
  number("max", max(x), n = n, ...)
  of_skewness <- sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
  number("skewness", psych::skew(x, type = 2), se = of_skewness, n = n, method = "G1", ...)
  of_kurtosis <- 2 * of_skewness * sqrt((n^2 - 1) / ((n - 3) * (n + 5)))
  number("kurtosis", psych::kurtosi(x, type = 2), se = of_kurtosis, n = n, method = "G2", ...)
  share("near_floor", sum(x <= low + step / 2), n, ...)
  share("near_ceiling", sum(x >= high - step / 2), n, ...)
}

describe_wave <- function(wave, name, scores, instrument) {
  for (scale in names(scores)) {
    items <- intersect(instrument$items[[scale]], colnames(wave$answers))
    codes <- range(codes_of(items[1], instrument))
    away <- rowSums(wave$reasons[, items] != "not_applicable") == 0
    describe(scores[[scale]], codes[1], codes[2], 1, scale = scale, wave = name)
    share("missing", sum(is.na(scores[[scale]]) & !away), nrow(scores), scale = scale, wave = name)
    share("not_applicable", sum(away), nrow(scores), scale = scale, wave = name)
  }
  for (item in colnames(wave$answers)) {
    codes <- range(codes_of(item, instrument))
    reason <- wave$reasons[, item]
    describe(wave$answers[, item], codes[1], codes[2], 1, item = item, wave = name)
    share("missing", sum(reason %in% c("blank", "refused")), length(reason), item = item, wave = name)
    share("not_applicable", sum(reason == "not_applicable"), length(reason), item = item, wave = name)
    for (why in c("not_shown", "blank", "refused", "dont_know", "other", "invalid")) {
      share("missing", sum(reason == why), length(reason), item = item, wave = name, method = why)
    }
  }
  number("answered", nrow(scores), n = wave$records, wave = name)
  for (site in unique(wave$people$site)) {
    number("answered", sum(wave$people$site == site), n = wave$records, wave = name, group = paste0("site=", site))
  }
}
