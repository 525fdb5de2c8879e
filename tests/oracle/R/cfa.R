# Reference values for confirmatory factor analysis: lavaan, semTools.   Rscript tests/oracle/R/cfa.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(lavaan); library(semTools)})
generator <- "tests/oracle/R/cfa.R"
fit_names <- c(chi2 = "chisq", df = "df", p = "pvalue", cfi = "cfi", tli = "tli", rmsea = "rmsea", rmsea_low = "rmsea.ci.lower",
  rmsea_high = "rmsea.ci.upper", rmsea_p = "rmsea.pvalue", srmr = "srmr_bentler_nomean", chi2_scaled = "chisq.scaled", p_scaled = "pvalue.scaled",
  cfi_scaled = "cfi.scaled", tli_scaled = "tli.scaled", rmsea_scaled = "rmsea.scaled", rmsea_scaled_low = "rmsea.ci.lower.scaled",
  rmsea_scaled_high = "rmsea.ci.upper.scaled", cfi_robust = "cfi.robust", tli_robust = "tli.robust", rmsea_robust = "rmsea.robust",
  rmsea_robust_low = "rmsea.ci.lower.robust", rmsea_robust_high = "rmsea.ci.upper.robust")
syntax <- function(items, factors, residuals = list(), second = list(), bifactor = FALSE) {
  f <- paste0("F", seq_along(factors))
  lines <- mapply(function(name, i) paste(name, "=~", paste(items[i + 1], collapse = " + ")), f, factors)
  if (bifactor) lines <- c(lines, paste("G =~", paste(items, collapse = " + ")))
  for (k in seq_along(second)) lines <- c(lines, paste0("H", k, " =~ ", paste(f[second[[k]] + 1], collapse = " + ")))
  for (r in residuals) lines <- c(lines, paste(items[r[1] + 1], "~~", items[r[2] + 1]))
  paste(lines, collapse = "\n")
}
grid <- function(s, rows, columns, op, value) {
  m <- matrix(0, length(rows), length(columns), dimnames = list(rows, columns))
  for (i in which(s$op == op)) {
    if (op == "=~" && s$rhs[i] %in% rows && s$lhs[i] %in% columns) m[s$rhs[i], s$lhs[i]] <- s[[value]][i]
    if (op == "~~" && s$lhs[i] %in% rows && s$rhs[i] %in% columns) { m[s$lhs[i], s$rhs[i]] <- s[[value]][i]; m[s$rhs[i], s$lhs[i]] <- s[[value]][i] }
  }
  unname(m)
}
case <- function(name, file, columns, factors, estimator, residuals = list(), second = list(), bifactor = FALSE) {
  d <- as.data.frame(read_oracle(file))[, columns]; d[] <- lapply(d, as.numeric); items <- names(d)
  model <- syntax(items, factors, residuals, second, bifactor)
  args <- list(model = model, data = d, std.lv = TRUE, orthogonal = bifactor)
  if (estimator == "fiml") args <- c(args, list(estimator = "MLR", missing = "fiml", em.h1.iter.max = 10000, em.h1.tol = 1e-12))
  else if (estimator == "wlsmv") args <- c(args, list(estimator = "WLSMV", ordered = items))
  else if (estimator == "wlsmv_pairwise") args <- c(args, list(estimator = "WLSMV", ordered = items, missing = "pairwise"))
  else args <- c(args, list(estimator = toupper(estimator)))
  # nlminb stops at a relative change of 1e-10 by default; the reference is run as tightly as it converges
  for (tol in c(1e-14, 1e-13, 1e-12, 1e-11, 1e-10)) {
    args$control <- list(rel.tol = tol, iter.max = 10000, eval.max = 20000)
    fit <- suppressWarnings(do.call("cfa", args))
    if (lavInspect(fit, "converged") && !is.null(tryCatch(suppressWarnings(fitMeasures(fit)), error = function(e) NULL))) break
  }
  f <- lavNames(fit, "lv"); first <- c(paste0("F", seq_along(factors)), if (bifactor) "G"); declared <- first[seq_along(factors)]
  s <- standardizedSolution(fit)
  m <- fitMeasures(fit)
  got <- lapply(fit_names[fit_names %in% names(m)], function(k) unname(as.numeric(m[k])))
  ordered_factors <- c(first[seq_along(factors)], setdiff(f, first), if (bifactor) "G")
  pairs <- t(combn(length(items), 2))
  mi <- modindices(fit)
  mi <- mi[(mi$op == "=~" & mi$lhs %in% declared & mi$rhs %in% items) | (mi$op == "~~" & mi$lhs %in% items & mi$rhs %in% items), ]
  mi <- mi[order(-mi$mi), ][1:min(25, nrow(mi)), ]
  loading <- mi$op == "=~"
  expected <- list(
    fit = got,
    loading = grid(s, items, ordered_factors, "=~", "est.std"), loading_se = grid(s, items, ordered_factors, "=~", "se"),
    factor_correlation = unname(lavInspect(fit, "cor.lv")[ordered_factors, ordered_factors]),
    factor_correlation_se = grid(s[s$op == "~~" & s$lhs != s$rhs, ], ordered_factors, ordered_factors, "~~", "se"),
    residual_correlation = grid(s, items, items, "~~", "est.std"), residual_correlation_se = grid(s, items, items, "~~", "se"),
    residual = unname(lavResiduals(fit, type = "cor.bollen")$cov),
    mi = list(kind = ifelse(loading, "loading", "residual"),
              item = match(ifelse(loading, mi$rhs, mi$lhs), items) - 1,
              other = ifelse(loading, match(mi$lhs, declared), match(mi$rhs, items)) - 1,
              index = mi$mi, change = mi$epc, standardised = mi$sepc.all))
  if (length(second)) expected$higher_loading <- grid(s, ordered_factors, ordered_factors, "=~", "est.std")
  if (length(second)) expected$higher_loading_se <- grid(s, ordered_factors, ordered_factors, "=~", "se")
  if (!bifactor && !length(second) && !length(residuals) && length(factors) > 1) {
    expected$htmt <- unname(unclass(htmt(model, data = d, ordered = if (grepl("wlsmv", estimator)) items, htmt2 = FALSE,
      missing = if (estimator == "fiml") "ml" else "listwise"))[declared, declared])
    if (estimator == "ml") expected$ave <- unname(AVE(fit, obs.var = FALSE))
  }
  list(name = name, input = file, args = list(columns = length(columns), estimator = sub("_pairwise", "", estimator),
       pairwise = grepl("pairwise", estimator), factors = factors, residuals = residuals, second_order = second, bifactor = bifactor),
       expected = expected)
}
three <- list(0:2, 3:5, 6:8); five <- lapply(0:4, function(k) 5 * k + 0:4)
hs <- "structure_holzinger.csv"; miss <- "structure_holzinger_missing.csv"
cases <- list(
  case("holzinger ml", hs, 1:9, three, "ml"),
  case("holzinger mlr", hs, 1:9, three, "mlr"),
  case("holzinger fiml", miss, 1:9, three, "fiml"),
  case("holzinger residuals", hs, 1:9, three, "ml", residuals = list(c(0, 1), c(6, 7))),
  case("holzinger second order", hs, 1:9, three, "mlr", second = list(0:2)),
  case("bfi bifactor", "structure_bfi25.csv", 1:15, five[1:3], "ml", bifactor = TRUE),
  case("bfi one factor wlsmv", "structure_bfi5.csv", 1:5, list(0:4), "wlsmv"),
  case("bfi five factors wlsmv", "structure_bfi25.csv", 1:25, five, "wlsmv"),
  case("bfi pairwise wlsmv", "structure_bfi5_missing.csv", 1:5, list(0:4), "wlsmv_pairwise"),
  case("bfi cross-loading wlsmv", "structure_bfi25.csv", 1:10, list(0:4, c(5:9, 4)), "wlsmv", residuals = list(c(5, 6))),
  case("bfi five factors mlr", "structure_bfi25.csv", 1:25, five, "mlr"))
write_oracle("structure", "cfa", cases, c("lavaan", "semTools"), generator)
