# Reference values for measurement invariance: lavaan, semTools::measEq.syntax.   Rscript tests/oracle/R/invariance.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(lavaan); library(semTools)})
generator <- "tests/oracle/R/invariance.R"
measures <- c(chi2 = "chisq", df = "df", cfi = "cfi", rmsea = "rmsea", srmr = "srmr_bentler_nomean", chi2_scaled = "chisq.scaled",
  cfi_scaled = "cfi.scaled", rmsea_scaled = "rmsea.scaled", cfi_robust = "cfi.robust", rmsea_robust = "rmsea.robust")
tight <- function(...) {                     # as tight a search as still converges
  for (tol in c(1e-13, 1e-12, 1e-11, 1e-10)) {
    fit <- suppressWarnings(cfa(..., control = list(rel.tol = tol, iter.max = 10000, eval.max = 20000)))
    if (lavInspect(fit, "converged")) return(fit)
  }
  fit
}
read_fit <- function(fit) { m <- fitMeasures(fit); lapply(measures[measures %in% names(m)], function(k) unname(as.numeric(m[k]))) }
means_of <- function(fit, factor_names) {
  p <- parameterEstimates(fit); p <- p[p$op == "~1" & p$lhs %in% factor_names, ]
  list(estimate = p$est, std_error = p$se)
}
ladder <- function(fits, factor_names) {
  levels <- names(fits)
  differences <- lapply(seq_along(fits)[-1], function(k) {
    d <- suppressWarnings(lavTestLRT(fits[[k - 1]], fits[[k]])); list(chi2 = d[2, "Chisq diff"], df = d[2, "Df diff"], p = d[2, "Pr(>Chisq)"]) })
  list(levels = levels, fit = lapply(fits, read_fit), difference = setNames(differences, levels[-1]), means = means_of(fits$scalar, factor_names))
}

hs <- as.data.frame(read_oracle("structure_holzinger.csv")); hs$school <- factor(hs$school, levels = c(1, 0))
three <- "v =~ x1 + x2 + x3\nt =~ x4 + x5 + x6\ns =~ x7 + x8 + x9"
equal <- list(configural = character(0), metric = "loadings", scalar = c("loadings", "intercepts"), strict = c("loadings", "intercepts", "residuals"))
groups <- function(estimator) lapply(equal, function(e)
  if (length(e)) tight(three, data = hs, group = "school", group.equal = e, std.lv = TRUE, estimator = estimator, group.label = c("1", "0"), meanstructure = TRUE)
  else tight(three, data = hs, group = "school", std.lv = TRUE, estimator = estimator, group.label = c("1", "0"), meanstructure = TRUE))

# Satorra (2000), weights and information at the unrestricted moments, for continuous items
unrestricted <- lapply(equal, function(e) { given <- list(three, data = hs, group = "school", std.lv = TRUE, estimator = "ML", se = "robust.sem",
    test = "satorra.bentler", information = "expected", h1.information = "unstructured", group.label = c("1", "0"), meanstructure = TRUE)
  do.call(tight, if (length(e)) c(given, list(group.equal = e)) else given) })
differences_2000 <- lapply(2:4, function(k) { d <- suppressWarnings(lavTestLRT(unrestricted[[k - 1]], unrestricted[[k]], method = "satorra.2000",
  scaled.shifted = TRUE, A.method = "delta")); list(chi2 = d[2, "Chisq diff"], df = d[2, "Df diff"], p = d[2, "Pr(>Chisq)"]) })
write_oracle("structure", "satorra_2000", list(list(name = "groups", input = "structure_holzinger.csv",
  args = list(kind = "group", estimator = "mlr", items = 9, occasions = 2, factors = list(0:2, 3:5, 6:8)),
  expected = setNames(differences_2000, names(equal)[-1]))), "lavaan", generator)

# A sample whose 2001 factor is negative at the last level: two groups of 60, four heavy-tailed items, seed 117
set.seed(117)
heavy <- function(n, loadings) round(outer(rnorm(n), loadings) + .6 * matrix(rt(n * 4, 3), n), 2)
file_negative <- "structure_negative_factor.csv"
write.csv(data.frame(rbind(heavy(60, c(.9, .8, .7, .6)), heavy(60, c(.9, .4, .9, .3))), group = rep(1:2, each = 60)),
  oracle_data(file_negative), row.names = FALSE)
nf <- as.data.frame(read_oracle(file_negative)); four <- "f =~ X1 + X2 + X3 + X4"
negative <- function(...) lapply(equal, function(e) { given <- list(four, data = nf, group = "group", std.lv = TRUE, meanstructure = TRUE, ...)
  do.call(tight, if (length(e)) c(given, list(group.equal = e)) else given) })
mlr <- negative(estimator = "MLR")
unrestricted_nf <- negative(estimator = "ML", se = "robust.sem", test = "satorra.bentler", information = "expected", h1.information = "unstructured")
steps <- lapply(2:4, function(k) {
  m <- lapply(mlr[c(k - 1, k)], fitMeasures); df <- sapply(m, `[[`, "df")
  factor <- diff(sapply(m, function(f) f[["df"]] * f[["chisq.scaling.factor"]])) / diff(df)
  d <- suppressWarnings(if (factor > 0) lavTestLRT(mlr[[k - 1]], mlr[[k]])
    else lavTestLRT(unrestricted_nf[[k - 1]], unrestricted_nf[[k]], method = "satorra.2000", scaled.shifted = TRUE, A.method = "delta"))
  list(factor = unname(factor), chi2 = d[2, "Chisq diff"], df = d[2, "Df diff"], p = d[2, "Pr(>Chisq)"]) })
write_oracle("structure", "satorra_2000_negative", list(list(name = "two groups of 60", input = file_negative,
  args = list(kind = "group", estimator = "mlr", items = 4, occasions = 2, factors = list(0:3)),
  expected = setNames(steps, names(equal)[-1]))), "lavaan", generator)

long <- as.data.frame(read_oracle("structure_exlong.csv"))
wave_syntax <- function(level) {
  l <- if (level == "configural") function(i, t) paste0("l", i, t) else function(i, t) paste0("l", i)
  n <- if (level %in% c("scalar", "strict")) function(i, t) paste0("n", i) else function(i, t) paste0("n", i, t)
  e <- if (level == "strict") function(i, t) paste0("e", i) else function(i, t) paste0("e", i, t)
  lines <- c()
  for (t in 1:3) {
    lines <- c(lines, paste0("f", t, " =~ ", paste0("NA*y", 1:3, "t", t, " + ", sapply(1:3, l, t), "*y", 1:3, "t", t, collapse = " + ")),
      paste0("y", 1:3, "t", t, " ~ ", sapply(1:3, n, t), "*1"), paste0("y", 1:3, "t", t, " ~~ ", sapply(1:3, e, t), "*y", 1:3, "t", t),
      if (t == 1 || level == "configural") paste0("f", t, " ~~ 1*f", t) else paste0("f", t, " ~~ NA*f", t),
      if (t == 1 || !level %in% c("scalar", "strict")) paste0("f", t, " ~ 0*1") else paste0("f", t, " ~ NA*1"))
  }
  for (i in 1:3) lines <- c(lines, paste0("y", i, "t1 ~~ y", i, "t2 + y", i, "t3"), paste0("y", i, "t2 ~~ y", i, "t3"))
  paste(lines, collapse = "\n")
}
waves <- function(estimator) { levels <- names(equal); setNames(lapply(levels, function(v)
  tight(wave_syntax(v), data = long, estimator = estimator, meanstructure = TRUE)), levels) }

ordinal <- list(configural = "", thresholds = "thresholds", metric = c("thresholds", "loadings"),
  scalar = c("thresholds", "loadings", "intercepts"), strict = c("thresholds", "loadings", "intercepts", "residuals"))
bfi <- as.data.frame(read_oracle("structure_bfi5_gender.csv")); items <- paste0("A", 1:5)
one <- paste("f =~", paste(items, collapse = " + "))
ordinal_groups <- lapply(ordinal, function(e) {
  s <- measEq.syntax(one, data = bfi, ordered = items, group = "gender", group.equal = e, parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016")
  tight(as.character(s), data = bfi, ordered = items, group = "gender", parameterization = "theta", estimator = "WLSMV") })
cat2 <- as.data.frame(read_oracle("structure_datcat.csv")); u <- paste0("u", 1:8)
two <- "f1 =~ u1 + u2 + u3 + u4\nf2 =~ u5 + u6 + u7 + u8"
long_names <- setNames(lapply(1:4, function(i) paste0("u", c(i, i + 4))), paste0("i", 1:4))
ordinal_waves <- lapply(ordinal, function(e) {
  s <- measEq.syntax(two, data = cat2, ordered = u, longFacNames = list(f = c("f1", "f2")), longIndNames = long_names, long.equal = e,
    parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", auto = "all")
  tight(as.character(s), data = cat2, ordered = u, parameterization = "theta", estimator = "WLSMV") })

entry <- function(name, input, kind, estimator, items, occasions, fits, factor_names, ...) list(name = name, input = input,
  args = list(kind = kind, estimator = estimator, items = items, occasions = occasions, ...), expected = ladder(fits, factor_names))
cases <- list(
  entry("groups ml", "structure_holzinger.csv", "group", "ml", 9, 2, groups("ML"), c("v", "t", "s"), factors = list(0:2, 3:5, 6:8)),
  entry("groups mlr", "structure_holzinger.csv", "group", "mlr", 9, 2, groups("MLR"), c("v", "t", "s"), factors = list(0:2, 3:5, 6:8)),
  entry("waves ml", "structure_exlong.csv", "wave", "ml", 3, 3, waves("ML"), c("f1", "f2", "f3"), factors = list(0:2)),
  entry("waves mlr", "structure_exlong.csv", "wave", "mlr", 3, 3, waves("MLR"), c("f1", "f2", "f3"), factors = list(0:2)),
  entry("ordinal groups", "structure_bfi5_gender.csv", "group", "wlsmv", 5, 2, ordinal_groups, "f", factors = list(0:4)),
  entry("ordinal waves", "structure_datcat.csv", "wave", "wlsmv", 4, 2, ordinal_waves, c("f1", "f2"), factors = list(0:3)))
write_oracle("structure", "invariance", cases, c("lavaan", "semTools"), generator)
