# Everyone who answered, and the sites they work at: mixed models, cluster-robust change, dose.

mixed <- function(long, ...) {
  fit <- suppressMessages(lmerTest::lmer(score ~ wave + (1 | id), long))  # it tells of a variance at zero
  people <- length(unique(long$id))
  waves <- levels(long$wave)
  pairs <- combn(length(waves), 2)
  for (ddf in c("Kenward-Roger", "Satterthwaite")) {
    p <- apply(pairs, 2, function(pair) wave_contrast(fit, waves, pair[1], pair[2], ddf, people, ...))
    if (ddf == "Kenward-Roger" && length(waves) > 2) {
      for (place in seq_along(p)) {
        number("lmm_p_holm", p.adjust(p, "holm")[place], n = people, method = paste0("holm/", length(p)),
               contrast = paste(waves[pairs[2, place]], "-", waves[pairs[1, place]]), ...)
      }
    }
  }
  if (nlevels(long$wave) > 2) {
    test <- pbkrtest::KRmodcomp(fit, suppressMessages(lmerTest::lmer(score ~ 1 + (1 | id), long)))$test["Ftest", ]
    number("lmm_any_change", test$stat, test = test$stat, df = test$ddf, p = test$p.value, n = people,
           method = paste0("reml/kenward_roger/f", test$ndf), ...)
  }
}

wave_contrast <- function(fit, waves, earlier, later, ddf, people, ...) {
  weights <- (seq_along(waves) == later) - (seq_along(waves) == earlier)
  weights[1] <- 0  # the first wave is the intercept, which a difference leaves out
  b <- lmerTest::contest1D(fit, weights, ddf = ddf)
  limits <- b$Estimate + c(-1, 1) * qt(0.975, b$df) * b$`Std. Error`
  number("lmm_change", b$Estimate, low = limits[1], high = limits[2], se = b$`Std. Error`, test = b$`t value`,
         df = b$df, p = b$`Pr(>|t|)`, n = people, contrast = paste(waves[later], "-", waves[earlier]),
         method = if (ddf == "Kenward-Roger") "reml/kenward_roger" else "reml/satterthwaite", ...)
  b$`Pr(>|t|)`
}

overlapping <- function(pre, post, ...) {
  both <- !is.na(pre) & !is.na(post)
  x <- pre[!is.na(pre)]
  y <- post[!is.na(post)]
  nc <- sum(both)
  alone <- length(x) + length(y) - 2 * nc
  if (alone == 0) return(invisible())
  a <- var(x) / length(x)
  b <- var(y) / length(y)
  r <- cor(pre[both], post[both])
  se <- sqrt(a + b - 2 * r * sd(x) * sd(y) * nc / (length(x) * length(y)))
  welch <- (a + b)^2 / (a^2 / (length(x) - 1) + b^2 / (length(y) - 1))
  df <- (nc - 1) + (welch - nc + 1) / (alone + 2 * nc) * alone
  change <- mean(y) - mean(x)
  limits <- change + c(-1, 1) * qt(0.975, df) * se
  number("overlapping_change", change, low = limits[1], high = limits[2], se = se, test = change / se, df = df,
         p = 2 * pt(-abs(change / se), df), n = length(x) + length(y) - nc, method = "derrick/welch", ...)
}

robust <- function(fit, sites, row, statistic, n, ...) {
  V <- clubSandwich::vcovCR(fit, sites, "CR2")
  test <- clubSandwich::coef_test(fit, V, test = "Satterthwaite")[row, ]
  limits <- test$beta + c(-1, 1) * qt(0.975, test$df_Satt) * test$SE
  number(statistic, test$beta, low = limits[1], high = limits[2], se = test$SE, test = test$tstat, df = test$df_Satt,
         p = test$p_Satt, n = n, method = "CR2", ...)
}

icc <- function(x, sites, ..., effect = FALSE) {
  here <- !is.na(x) & !is.na(sites) & sites != ""
  x <- x[here]
  sites <- factor(sites[here])
  sizes <- as.numeric(table(sites))
  squares <- anova(lm(x ~ sites))
  n0 <- (length(x) - sum(sizes^2) / length(x)) / (length(sizes) - 1)
  share_of <- function(f) (f - 1) / (f + n0 - 1)
  f <- squares$`F value`[1]
  limits <- share_of(f / qf(c(0.975, 0.025), squares$Df[1], squares$Df[2]))
  number("cluster_icc", share_of(f), low = limits[1], high = limits[2], test = f, df = squares$Df[1],
         p = squares$`Pr(>F)`[1], n = length(x), method = "anova", ...)
  if (effect) {
    kish <- sum(sizes^2) / sum(sizes)
    number("design_effect", 1 + (kish - 1) * max(share_of(f), 0), low = 1 + (kish - 1) * max(limits[1], 0),
           high = 1 + (kish - 1) * max(limits[2], 0), n = length(x), method = "kish", ...)
  }
}

site_flip <- function(d, sites, ...) {
  sums <- tapply(d, sites, sum)
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(sums))))
  p <- mean(abs(signs %*% sums) >= abs(sum(d)) - 1e-9)
  number("mean_change", mean(d), p = p, n = length(d), method = "cluster_sign_flip/exact", ...)
}

site_change <- function(pre, post, sites, ...) {
  here <- !is.na(pre) & !is.na(post) & !is.na(sites) & sites != ""
  d <- (post - pre)[here]
  at <- sites[here]
  means <- tapply(d, at, mean)
  share("sites_rose", sum(means > 1e-12), length(means), ...)
  share("sites_fell", sum(means < -1e-12), length(means), ...)
  robust(lm(d ~ 1), at, 1, "mean_change", length(d), ...)
  icc(d, at, ..., effect = TRUE)
  site_flip(d, at, ...)
}

dose <- function(pre, post, hours, sites, ...) {
  here <- !is.na(pre) & !is.na(post) & !is.na(hours)
  d <- round(post - pre, 9)[here]  # equal changes are to be ties
  x <- hours[here]
  n <- length(d)
  robust(lm(d ~ x), sites[here], 2, "dose_slope", n, ...)
  r <- cor(d, x, method = "spearman")
  se <- sqrt((1 + r^2 / 2) / (n - 3))
  limits <- tanh(atanh(r) + c(-1, 1) * qnorm(0.975) * se)
  t <- r * sqrt((n - 2) / (1 - r^2))
  number("dose_spearman", r, low = limits[1], high = limits[2], se = (1 - r^2) * se, test = t, df = n - 2,
         p = 2 * pt(-abs(t), n - 2), n = n, method = "spearman/bonett_wright", ...)
}
