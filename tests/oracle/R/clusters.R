# Reference values for clusters and mixed models, from clubSandwich, lme4, lmerTest and pbkrtest.
# Rscript tests/oracle/R/clusters.R   (after clusters_data.R)
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(clubSandwich); library(lme4); library(lmerTest); library(pbkrtest)})
GENERATOR <- "tests/oracle/R/clusters.R"
SETS <- c("six", "three", "equal", "twelve", "alike")
frame <- function(set) as.data.frame(read_oracle(paste0("clusters_", set, ".csv")))

cr2 <- function(model, cluster, contrast, level = .95) {
  V <- vcovCR(model, cluster, "CR2")
  t <- linear_contrast(model, V, contrasts = matrix(contrast, 1), test = "Satterthwaite", level = level)
  value <- sum(contrast * coef(model))
  list(value = value, std_error = t$SE, df = t$df, low = t$CI_L, high = t$CI_U,
       test_statistic = value / t$SE, p_value = 2 * pt(-abs(value / t$SE), t$df))
}
cases <- list()
for (set in SETS) {
  d <- frame(set); file <- paste0("clusters_", set, ".csv")
  cases <- c(cases, list(
    list(name = paste(set, "mean"), input = file, args = list(design = "mean", contrast = I(1)),
         expected = cr2(lm(change ~ 1, d), d$cluster, 1)),
    list(name = paste(set, "arm"), input = file, args = list(design = "arm", contrast = I(c(0, 1))),
         expected = cr2(lm(change ~ arm, d), d$cluster, c(0, 1))),
    list(name = paste(set, "arm and hours"), input = file, args = list(design = "arm+hours", contrast = I(c(1, 1, 20))),
         expected = cr2(lm(change ~ arm + hours, d), d$cluster, c(1, 1, 20)))))
}
write_oracle("clusters", "cr2", cases, "clubSandwich", GENERATOR)

one_way <- function(d) {
  table <- anova(lm(change ~ factor(cluster), d)); n <- table(d$cluster); N <- sum(n); J <- length(n)
  n0 <- (N - sum(n^2) / N) / (J - 1); f <- table[1, "F value"]
  icc <- function(f) (f - 1) / (f + n0 - 1)
  limits <- icc(f / qf(c(.975, .025), J - 1, N - J))
  list(value = icc(f), low = limits[1], high = limits[2], test_statistic = f, df = J - 1, p_value = table[1, "Pr(>F)"])
}
by_set <- function(f, sets = SETS) lapply(sets, function(set)
  list(name = set, input = paste0("clusters_", set, ".csv"), args = list(), expected = f(frame(set))))
write_oracle("clusters", "cluster_icc", by_set(one_way), "stats", GENERATOR, "mean squares: anova(lm())")
write_oracle("clusters", "design_effect", by_set(function(d) {
  n <- as.numeric(table(d$cluster)); cv <- sqrt(mean((n - mean(n))^2)) / mean(n); icc <- one_way(d)
  deff <- function(r) 1 + (mean(n) * (1 + cv^2) - 1) * max(r, 0)
  list(value = deff(icc$value), low = deff(icc$low), high = deff(icc$high))
}), "stats", GENERATOR)
write_oracle("clusters", "site_stratified", by_set(function(d) {
  m <- lm(change ~ 0 + factor(cluster), d); w <- as.numeric(table(d$cluster)) / nrow(d)
  value <- sum(w * coef(m)); se <- sqrt(drop(t(w) %*% vcov(m) %*% w)); df <- m$df.residual
  list(value = value, std_error = se, df = df, low = value + qt(.025, df) * se, high = value + qt(.975, df) * se,
       test_statistic = value / se, p_value = 2 * pt(-abs(value / se), df))
}), "stats", GENERATOR, "weighted contrast of lm(change ~ 0 + site)")
write_oracle("clusters", "cluster_sign_flip", by_set(function(d) {
  s <- tapply(d$change, d$cluster, sum); signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(s))))
  list(value = mean(d$change), p_value = mean(abs(signs %*% s) >= abs(sum(s)) - 1e-9))
}, c("six", "equal", "twelve")), "stats", GENERATOR, "every sign pattern, by expand.grid")

precise <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5), check.conv.singular = "ignore",
                       check.conv.grad = "ignore")
# Errors of prediction: full matrices, the slopes of the weights by differences.
prediction_error <- function(m, cluster) {
  v <- as.data.frame(VarCorr(m))$vcov; t <- v[1]; s <- v[2]; n <- as.numeric(table(cluster)); N <- sum(n)
  G <- list(diag(N), outer(cluster, cluster, "==") * 1); X <- matrix(1, N)
  W <- solve(s * G[[1]] + t * G[[2]]); P <- W - W %*% X %*% solve(t(X) %*% W %*% X) %*% t(X) %*% W
  information <- outer(1:2, 1:2, Vectorize(function(i, j) sum(diag(P %*% G[[i]] %*% P %*% G[[j]])) / 2))
  weight <- function(s, t) t / (t + s / n); h <- 1e-6
  slopes <- rbind((weight(s + h, t) - weight(s - h, t)) / (2 * h), (weight(s, t + h) - weight(s, t - h)) / (2 * h))
  w <- weight(s, t)
  sqrt(t * (1 - w) + (1 - w)^2 * vcov(m)[1] + 2 * (t + s / n) * diag(t(slopes) %*% solve(information) %*% slopes))
}
write_oracle("clusters", "shrunken_means", by_set(function(d) {
  d$cluster <- factor(d$cluster); m <- lmer(change ~ 1 + (1 | cluster), d, control = precise)
  list(shrunken = I(coef(m)$cluster[[1]]), std_error = I(prediction_error(m, d$cluster)))
}, c("six", "equal", "twelve")), "lme4", GENERATOR, "errors: Prasad and Rao's formula with lme4's variances and full matrices")

wave_cases <- function(set) {
  file <- paste0("waves_", set, ".csv"); d <- as.data.frame(read_oracle(file)); w <- ncol(d)
  long <- data.frame(y = unlist(d), wave = factor(rep(seq_len(w), each = nrow(d))), id = factor(rep(seq_len(nrow(d)), w)))
  long <- na.omit(long); m <- lmer(y ~ wave + (1 | id), long, control = precise)
  vc <- as.data.frame(VarCorr(m))$vcov
  V <- vcovAdj(m); satterthwaite <- as.data.frame(coef(summary(m, ddf = "Satterthwaite")))
  kr <- lapply(2:w, function(j) {
    L <- as.numeric(seq_len(w) == j); value <- sum(L * fixef(m)); se <- sqrt(V[j, j]); df <- Lb_ddf(L, vcov(m), V)
    list(value = value, std_error = se, df = df, test_statistic = value / se, p_value = 2 * pt(-abs(value / se), df),
         low = value + qt(.025, df) * se, high = value + qt(.975, df) * se)
  })
  st <- lapply(2:w, function(j) list(value = satterthwaite[j, 1], std_error = satterthwaite[j, 2], df = satterthwaite[j, 3],
                                     p_value = satterthwaite[j, 5]))
  any <- KRmodcomp(m, diag(w)[-1, , drop = FALSE])$test["Ftest", ]
  list(list(name = set, input = file, args = list(), expected = list(
    variance_group = vc[1], variance_residual = vc[2], criterion = as.numeric(REMLcrit(m)), kenward_roger = kr, satterthwaite = st,
    f = as.numeric(any$stat), f_df = as.numeric(any$ddf), f_p = as.numeric(any$p.value))))
}
write_oracle("change", "lmm_change", unlist(lapply(c("overlap", "sleepstudy", "teachers", "opposed"), wave_cases), recursive = FALSE),
             c("lme4", "lmerTest", "pbkrtest"), GENERATOR)
