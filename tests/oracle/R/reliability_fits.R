# Reference values for fits behind reliability: DWLS and ULS loadings, a general factor above declared parts,
# alpha and omega of incomplete answers.   Rscript tests/oracle/R/reliability_fits.R
suppressPackageStartupMessages({library(psych); library(lavaan); library(GPArotation)})
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/reliability_fits.R"

one_factor <- function(x) paste("f =~", paste(colnames(x), collapse = " + "))
write_oracle("reliability", "one_factor_least_squares", lapply(
  c("bfi_agreeableness.csv", "bfi_neuroticism.csv"), function(file) {
    x <- as.data.frame(read_oracle(file))
    by <- function(estimator) {
      fit <- cfa(one_factor(x), x, ordered = TRUE, std.lv = TRUE, estimator = estimator)
      as.vector(lavInspect(fit, "std")$lambda)
    }
    list(name = file, input = file, expected = list(dwls = by("DWLS"), uls = by("ULS")))
  }), "lavaan", generator, "lavaan::cfa of ordered items, two-step polychorics")

# Thurstone's nine tests in three parts: minres, partially specified target, Schmid-Leiman.
R <- unclass(Thurstone)
part <- rep(1:3, each = 3)
free <- outer(part, 1:3, "==")
fit <- fa(R, 3, n.obs = 213, rotate = "none", fm = "minres")
turned <- pstQ(unclass(fit$loadings), W = 1 * !free, Target = matrix(0, 9, 3), eps = 1e-7, maxit = 1e4)
sign <- sign(colSums(turned$loadings * free))
pattern <- sweep(turned$loadings, 2, sign, "*")
Phi <- turned$Phi * outer(sign, sign)
above <- as.vector(fa(Phi, 1, fm = "minres")$loadings)
general <- as.vector(pattern %*% above)
group <- sweep(pattern, 2, sqrt(1 - above^2), "*")
h2 <- general^2 + rowSums(group^2)
omegas <- function(sd) {
  g <- sd * general; s <- sweep(group, 1, sd, "*"); u <- sd^2 * (1 - h2)
  V <- outer(g, g) + s %*% t(s) + diag(u)
  sub <- sapply(1:3, function(j) { own <- part == j; sum(g[own])^2 + sum(s[own, j])^2 })
  own <- sapply(1:3, function(j) sum(s[part == j, j])^2)
  within <- sapply(1:3, function(j) sum(V[part == j, part == j]))
  list(omega_total = 1 - sum(u) / sum(V), omega_hierarchical = sum(g)^2 / sum(V),
       omega_subscale = sub / within, omega_hierarchical_subscale = own / within)
}
H <- function(l) { t <- sum(l^2 / (1 - l^2)); t / (1 + t) }
sd <- seq(.6, 1.4, length.out = 9)
write_oracle("reliability", "general_factor", lapply(list(rep(1, 9), sd), function(s) list(
  name = if (all(s == 1)) "standardized items" else "items of unequal spread",
  args = list(S = unname(R * outer(s, s)), n = 213, part = part - 1),
  expected = c(omegas(s), list(general = general, ecv = sum(general^2) / sum(h2), puc = 27 / 36,
    h_general = H(general), h_group = apply(group, 2, H))))), c("psych", "GPArotation"), generator,
  "psych::fa and GPArotation::pstQ; indices from their definitions")

# Incomplete answers: lavaan's saturated model (alpha as a defined parameter) and its two-stage one-factor model.
gaps <- function(x, share) { x[sample(length(x), share * length(x))] <- NA; x }
set.seed(20250905)
x <- read_oracle("bfi_neuroticism.csv")[1:200, ]
drop <- x[, 1] > 3; x[drop, 3] <- ifelse(runif(sum(drop)) < .4, NA, x[drop, 3]); x <- gaps(x, .05)
x <- x[rowSums(!is.na(x)) > 0, ]
write.csv(x, oracle_data("incomplete_neuroticism.csv"), row.names = FALSE, na = "NA")
write_oracle("reliability", "alpha_fiml", lapply(c("incomplete_neuroticism.csv", "likert_gaps.csv"), function(file) {
  x <- as.data.frame(read_oracle(file)); v <- colnames(x); k <- ncol(x)
  pairs <- t(combn(v, 2)); name <- function(a, b) paste0("c_", a, "_", b)
  model <- c(paste0(v, " ~~ ", name(v, v), "*", v), paste0(pairs[, 1], " ~~ ", name(pairs[, 1], pairs[, 2]), "*", pairs[, 2]),
             paste0("alpha := ", k, "/", k - 1, "*(1 - (", paste(name(v, v), collapse = "+"), ")/(",
                    paste(name(v, v), collapse = "+"), "+2*(", paste(name(pairs[, 1], pairs[, 2]), collapse = "+"), ")))"))
  rows <- rowSums(!is.na(x)) > 0
  fit <- lavaan(paste(model, collapse = "\n"), x[rows, ], missing = "ml", fixed.x = FALSE, meanstructure = TRUE,
                int.ov.free = TRUE, em.h1.tol = 1e-12, em.h1.iter.max = 1e5, control = list(rel.tol = 1e-15),
                optim.force.converged = TRUE)
  est <- parameterEstimates(fit); a <- est[est$lhs == "alpha", ]
  two <- cfa(one_factor(x), x[rows, ], std.lv = TRUE, missing = "two.stage", em.h1.tol = 1e-12, em.h1.iter.max = 1e5)
  e <- lavInspect(two, "est")
  list(name = file, input = file, expected = list(value = a$est, std_error = a$se, n = sum(rows),
       omega = sum(e$lambda)^2 / (sum(e$lambda)^2 + sum(diag(e$theta)))))
}), "lavaan", generator, "lavaan: saturated model under FIML with alpha defined; missing = 'two.stage'")
