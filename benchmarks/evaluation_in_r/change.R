# Change of the people who answered both waves: differences, effect sizes, exact tests, who rose and who fell.

walsh <- function(d) {
  sums <- outer(d, d, "+") / 2
  median(sums[upper.tri(sums, diag = TRUE)])
}

# The p-value of Pratt's test, doubled from the smaller tail, and the sum of the ranks of the risers.
signed_rank <- function(d) {
  ranks <- rank(abs(d))
  up <- sum(ranks[d > 0])
  if (all(d == 0)) return(list(up = up, p = 1))
  test <- coin::wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = "Pratt")
  list(up = up, p = as.numeric(coin::pvalue(test)))
}

bonett_d <- function(pre, post) {
  n <- length(pre)
  v <- (var(pre) + var(post)) / 2
  d <- (mean(post) - mean(pre)) / sqrt(v)
  of_spread <- d^2 * (var(pre)^2 + var(post)^2 + 2 * cov(pre, post)^2) / (8 * (n - 1) * v^2)
  se <- sqrt(of_spread + var(post - pre) / ((n - 1) * v))
  list(d = d, se = se, limits = d + c(-1, 1) * qnorm(0.975) * se)
}

change_of <- function(pre, post, best, draws, ..., contrast, waves) {
  both <- !is.na(pre) & !is.na(post)
  pre <- pre[both]
  post <- post[both]
  n <- length(pre)
  d <- round(post - pre, 9)  # means of answers: equal changes are to be ties
  tell <- function(statistic, estimate, limits = c(NA, NA), ...) {
    number(statistic, estimate, low = limits[1], high = limits[2], n = n, contrast = contrast, ...)
  }
  for (place in 1:2) {
    x <- list(pre, post)[[place]]
    t <- t.test(x)
    tell("mean", mean(x), t$conf.int, se = t$stderr, df = t$parameter, method = "t", wave = waves[place], ...)
    tell("sd", sd(x), wave = waves[place], ...)
  }
  t <- t.test(post, pre, paired = TRUE)
  tell("mean_change", mean(d), t$conf.int, se = t$stderr, test = t$statistic, df = t$parameter, p = t$p.value,
       method = "paired_t", ...)
  tell("mean_change", mean(d), t$conf.int, se = t$stderr, test = t$statistic, df = t$parameter, p = t$p.value,
       method = "naive", ...)
  resampled <- boot::boot(d, function(d, i) mean(d[i]), R = draws)
  tell("mean_change", mean(d), boot::boot.ci(resampled, type = "bca")$bca[4:5], method = "bca", ...)
  dav <- bonett_d(pre, post)
  tell("d_av", dav$d, dav$limits, se = dav$se, method = "bonett", ...)
  tell("d_av_corrected", dav$d * sqrt((n - 2) / (n - 1)), dav$limits, se = dav$se, method = "bonett", ...)
  resampled <- boot::boot(cbind(pre, post), function(x, i) bonett_d(x[i, 1], x[i, 2])$d, R = draws)
  tell("d_av", dav$d, boot::boot.ci(resampled, type = "bca")$bca[4:5], method = "bca", ...)
  dz <- effectsize::cohens_d(post, pre, paired = TRUE)
  tell("d_z", dz$Cohens_d, c(dz$CI_low, dz$CI_high), method = "noncentral_t", ...)
  gz <- effectsize::hedges_g(post, pre, paired = TRUE)
  tell("hedges_g_z", gz$Hedges_g, c(gz$CI_low, gz$CI_high), method = "noncentral_t", ...)
  test <- signed_rank(d)
  tell("wilcoxon", walsh(d), test = test$up, p = test$p, method = "pratt/exact", ...)
  tell("rank_biserial", effectsize::rank_biserial(d)$r_rank_biserial,
       method = "zeros_dropped/jackknife", ...)
  tell("probability_of_improvement", mean((d > 0) + (d == 0) / 2), method = "bonett_price", ...)
  share("improved", sum(d > 0.25), n, contrast = contrast, ...)
  share("declined", sum(d < -0.25), n, contrast = contrast, ...)
  share("same", sum(abs(d) <= 0.25), n, contrast = contrast, ...)
  share("at_best", sum(pre >= best - 0.5), n, contrast = contrast, wave = waves[1], ...)
  tell("headroom", mean(best - pre) / sd(pre), wave = waves[1], ...)
  below <- pre < best
  number("share_of_possible_gain", sum(d[below]) / sum(best - pre[below]), n = sum(below), method = "ratio_of_sums",
         contrast = contrast, ...)
  test <- cor.test(d, (pre + post) / 2)
  tell("oldham", test$estimate, test$conf.int, test = test$statistic, df = test$parameter, p = test$p.value,
       method = "oldham", ...)
}

group_change <- function(pre, post, group, field, ...) {
  for (value in unique(group[group != "" & !is.na(group)])) {
    both <- !is.na(pre) & !is.na(post) & group %in% value
    n <- sum(both)
    if (n < 2 || sd((post - pre)[both]) == 0) next
    name <- paste0(field, "=", value)
    t <- t.test(post[both], pre[both], paired = TRUE)
    number("mean_change", mean(post[both] - pre[both]), low = t$conf.int[1], high = t$conf.int[2], se = t$stderr,
           test = t$statistic, df = t$parameter, p = t$p.value, n = n, group = name, method = "paired_t", ...)
    dav <- bonett_d(pre[both], post[both])
    number("d_av", dav$d, low = dav$limits[1], high = dav$limits[2], se = dav$se, n = n, group = name,
           method = "bonett", ...)
  }
}

item_change <- function(pre, post, ...) {
  d <- (post - pre)[!is.na(pre) & !is.na(post)]
  n <- length(d)
  share("answered_higher", sum(d > 0), n, ...)
  share("answered_alike", sum(d == 0), n, ...)
  share("answered_lower", sum(d < 0), n, ...)
  test <- signed_rank(d)
  number("wilcoxon", walsh(d), test = test$up, p = test$p, n = n, method = "pratt/exact", ...)
  moved <- sum(d != 0)
  sign <- if (moved) binom.test(sum(d > 0), moved)$p.value else 1
  number("direction_of_moves", (sum(d > 0) - sum(d < 0)) / n, test = sum(d > 0), p = sign, n = n,
         method = "sign_test/exact", ...)
  sign
}
