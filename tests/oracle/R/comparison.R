# Reference values for program and comparison groups.   Rscript tests/oracle/R/comparison.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(clubSandwich); library(effectsize)})
GENERATOR <- "tests/oracle/R/comparison.R"

set.seed(20250903)
site <- rep(1:9, c(4, 7, 3, 6, 8, 5, 4, 6, 5)); n <- length(site); program <- as.integer(site %in% c(1, 3, 4, 6, 8))
trait <- rnorm(n)
pre <- pmin(5, pmax(1, round((3.1 + .5 * trait + .1 * program + rnorm(n, 0, .3)) * 6) / 6))
post <- pmin(5, pmax(1, round((3.2 + .5 * trait + .35 * program + rnorm(9, 0, .15)[site] + rnorm(n, 0, .3)) * 6) / 6))
file <- "comparison_arms.csv"
write.csv(data.frame(pre, post, program, site, years = sample(1:30, n, replace = TRUE)), oracle_data(file), row.names = FALSE)
d <- as.data.frame(read_oracle(file))

one <- function(name, expected, ...) list(list(name = name, input = file, args = list(...), expected = expected))
term <- function(model, level = .95) {
  s <- summary(model)$coefficients["program", ]; ci <- confint(model, "program", level)
  list(value = s[[1]], std_error = s[[2]], test_statistic = s[[3]], p_value = s[[4]], df = model$df.residual, low = ci[1], high = ci[2])
}
robust <- function(model) {
  t <- linear_contrast(model, vcovCR(model, d$site, "CR2"), matrix(as.numeric(names(coef(model)) == "program"), 1), test = "Satterthwaite")
  value <- coef(model)[["program"]]
  list(value = value, std_error = t$SE, df = t$df, low = t$CI_L, high = t$CI_U, p_value = 2 * pt(-abs(value / t$SE), t$df))
}
models <- function(plain, adjusted) c(
  one("plain", term(plain), covariates = FALSE, cluster = FALSE), one("years", term(adjusted), covariates = TRUE, cluster = FALSE),
  one("CR2", robust(plain), covariates = FALSE, cluster = TRUE), one("CR2 years", robust(adjusted), covariates = TRUE, cluster = TRUE))
write_oracle("comparison", "ancova_effect", models(lm(post ~ program + pre, d), lm(post ~ program + pre + years, d)), c("stats", "clubSandwich"), GENERATOR)
write_oracle("comparison", "did_effect", models(lm(post - pre ~ program, d), lm(post - pre ~ program + years, d)), c("stats", "clubSandwich"), GENERATOR)

cohen <- cohens_d(d$pre[d$program == 1], d$pre[d$program == 0], ci = NULL)$Cohens_d
omega <- 1 - 3 / (4 * n - 9); k <- sqrt(sum(program) * sum(1 - program) / n); t <- t.test(pre ~ I(1 - program), d, var.equal = TRUE)
root <- function(p) uniroot(function(x) pt(cohen * k, n - 2, x) - p, c(-10, 10), tol = 1e-13)$root
write_oracle("comparison", "baseline_g", one("arms", list(value = omega * cohen, low = omega * root(.975) / k, high = omega * root(.025) / k,
  test_statistic = unname(t$statistic), p_value = t$p.value)), c("stats", "effectsize"), GENERATOR, "limits: uniroot over pt()")

# Several primary scales: the adjusted difference of each, and its p adjusted for their number (Holm).
set.seed(20260117)
place <- rep(1:10, c(5, 8, 4, 7, 9, 6, 5, 7, 6, 8)); people <- length(place); arm <- as.integer(place %% 2 == 1)
level <- rnorm(people); answer <- function(rise) pmin(5, pmax(1, round(2.8 + .7 * level + rise * arm + rnorm(people, 0, .7))))
items <- c("a1", "a2", "a3", "b1", "b2", "c1"); rise <- c(.45, .45, .45, .3, .3, .5)
first <- sapply(items, function(i) answer(0)); last <- mapply(function(i, r) answer(r), items, rise)
colnames(first) <- paste0("pre_", items); colnames(last) <- paste0("post_", items)
family_file <- "comparison_family.csv"
write.csv(data.frame(program = arm, site = place, first, last), oracle_data(family_file), row.names = FALSE)
f <- as.data.frame(read_oracle(family_file))
parts <- list(lead = c("a1", "a2", "a3"), plan = c("b1", "b2"), ready = "c1")
score <- function(wave, scale) rowMeans(f[paste(wave, parts[[scale]], sep = "_")])
p_of <- function(scale, clustered) {
  x <- data.frame(pre = score("pre", scale), post = score("post", scale), program = f$program)
  model <- lm(post ~ program + pre, x)
  if (!clustered) return(summary(model)$coefficients["program", "Pr(>|t|)"])
  coef_test(model, vcovCR(model, f$site, "CR2"), test = "Satterthwaite")["program", "p_Satt"]
}
holm <- function(name, primary, clustered) {
  p <- sapply(primary, p_of, clustered = clustered)
  list(name = name, input = family_file, args = list(primary = as.list(primary), cluster = clustered),
       expected = list(p = as.list(p), p_holm = as.list(p.adjust(p, "holm"))))
}
write_oracle("comparison", "ancova_p_holm", list(holm("plain, three", names(parts), FALSE), holm("CR2, three", names(parts), TRUE),
  holm("CR2, two", c("plan", "ready"), TRUE)), c("stats", "clubSandwich"), GENERATOR, "p.adjust over lm and coef_test")

# The same people as one group: the change of each scale against a target, the larger p where sites count, after Holm.
p_beside <- function(scale, target, clustered) {
  change <- score("post", scale) - score("pre", scale)
  plain <- t.test(change, mu = target)$p.value
  model <- lm(change - target ~ 1)
  if (!clustered) return(plain)
  max(plain, coef_test(model, vcovCR(model, f$site, "CR2"), test = "Satterthwaite")[1, "p_Satt"])
}
beside <- function(name, targets, clustered) {
  p <- mapply(p_beside, names(targets), targets, clustered)
  list(name = name, input = family_file, args = list(targets = as.list(targets), cluster = clustered),
       expected = as.list(p.adjust(p, "holm")))
}
zero <- c(lead = 0, plan = 0, ready = 0); targets <- c(lead = .15, plan = -.3, ready = .6)
write_oracle("change", "judged_together", list(beside("zero", zero, FALSE), beside("targets", targets, FALSE),
  beside("zero, sites", zero, TRUE), beside("targets, sites", targets, TRUE)), c("stats", "clubSandwich"), GENERATOR,
  "p.adjust over t.test and coef_test")

# Everyone with a score in any wave: wave by program with a level for each person, some absent from a wave.
suppressPackageStartupMessages({library(lme4); library(pbkrtest)})
set.seed(20260214)
assigned <- rep(c(1, 0), c(27, 23)); persons <- length(assigned); own <- rnorm(persons, 3, .6)
w <- sapply(0:2, function(t) round((own + .1 * t + .2 * t * assigned + rnorm(persons, 0, .4)) * 4) / 4)
w[cbind(sample(persons, 9), 3)] <- NA; w[cbind(sample(persons, 6), 2)] <- NA; w[cbind(sample(persons, 4), 1)] <- NA
w <- w[rowSums(!is.na(w)) > 0, ]; assigned <- assigned[seq_len(nrow(w))]
waves_file <- "comparison_waves.csv"
write.csv(data.frame(program = assigned, w), oracle_data(waves_file), row.names = FALSE)
g <- as.data.frame(read_oracle(waves_file))
mixed <- function(name, columns) {
  long <- data.frame(y = unlist(g[columns]), wave = factor(rep(columns, each = nrow(g))), program = g$program, id = factor(seq_len(nrow(g))))
  m <- lmer(y ~ wave * program + (1 | id), na.omit(long), control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5)))
  L <- as.numeric(seq_along(fixef(m)) == length(fixef(m))); V <- vcovAdj(m); value <- sum(L * fixef(m))
  se <- sqrt(V[length(L), length(L)]); df <- Lb_ddf(L, vcov(m), V)
  list(name = name, input = waves_file, args = list(columns = length(columns)),
       expected = list(value = value, std_error = se, df = df, p_value = 2 * pt(-abs(value / se), df),
                       low = value - qt(.975, df) * se, high = value + qt(.975, df) * se))
}
write_oracle("comparison", "lmm_effect", list(mixed("three waves", c("X1", "X2", "X3")), mixed("two waves", c("X1", "X2"))),
  c("lme4", "pbkrtest"), GENERATOR)
