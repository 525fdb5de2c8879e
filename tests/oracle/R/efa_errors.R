# Standard errors of rotated loadings by brute force in R: central differences of factanal + GPArotation in every
# correlation, and the normal-theory covariance of correlations by simulation-free formula (Olkin & Siotani, 1976)
# obtained from the Wishart covariance through the delta method.   Rscript tests/oracle/R/efa_errors.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(GPArotation))
generator <- "tests/oracle/R/efa_errors.R"
hs <- read_oracle("structure_holzinger.csv")[, 1:9]; n <- nrow(hs); p <- 9; k <- 3
unrotated <- function(R) {
  for (factr in c(1e1, 1e2, 1e3, 1e4)) {      # the tightest stop that the line search still reaches
    f <- try(factanal(covmat = R, n.obs = n, factors = k, rotation = "none",
      control = list(nstart = 1, opt = list(factr = factr, pgtol = 0, maxit = 10000))), silent = TRUE)
    if (!inherits(f, "try-error")) return(unclass(f$loadings)[, ])
  }
  stop("factanal did not converge")
}
align <- function(L, Phi, reference) {
  perms <- as.matrix(expand.grid(1:3, 1:3, 1:3)); perms <- perms[apply(perms, 1, function(v) length(unique(v)) == 3), ]
  score <- apply(perms, 1, function(v) sum(abs(colSums(L[, v] * reference))))
  v <- perms[which.max(score), ]; s <- sign(colSums(L[, v] * reference))
  list(L = t(t(L[, v]) * s), Phi = Phi[v, v] * outer(s, s))
}
solve_for <- function(R, rotate, reference = NULL) {
  r <- rotate(unrotated(R)); Phi <- if (is.null(r$Phi)) diag(k) else r$Phi
  if (is.null(reference)) list(L = unclass(r$loadings)[, ], Phi = Phi) else align(unclass(r$loadings)[, ], Phi, reference)
}
pairs <- t(combn(p, 2))
correlation_covariance <- function(R) {       # delta method on the covariance of normal covariances
  full <- expand.grid(i = 1:p, j = 1:p)
  S <- outer(seq_len(p^2), seq_len(p^2), Vectorize(function(a, b)
    R[full$i[a], full$i[b]] * R[full$j[a], full$j[b]] + R[full$i[a], full$j[b]] * R[full$j[a], full$i[b]]))
  J <- matrix(0, nrow(pairs), p^2); at <- function(i, j) (j - 1) * p + i
  for (q in seq_len(nrow(pairs))) { i <- pairs[q, 1]; j <- pairs[q, 2]
    J[q, at(i, j)] <- 1; J[q, at(i, i)] <- -R[i, j] / 2; J[q, at(j, j)] <- -R[i, j] / 2 }
  J %*% S %*% t(J)
}
case <- function(name, rotate) {
  first <- solve_for(cor(hs), rotate)
  R <- first$L %*% first$Phi %*% t(first$L); diag(R) <- 1
  base <- solve_for(R, rotate, first$L); h <- 1e-4; upper <- t(combn(k, 2))
  J <- sapply(seq_len(nrow(pairs)), function(q) { up <- down <- R
    up[pairs[q, 1], pairs[q, 2]] <- up[pairs[q, 2], pairs[q, 1]] <- R[pairs[q, 1], pairs[q, 2]] + h
    down[pairs[q, 1], pairs[q, 2]] <- down[pairs[q, 2], pairs[q, 1]] <- R[pairs[q, 1], pairs[q, 2]] - h
    a <- solve_for(up, rotate, base$L); b <- solve_for(down, rotate, base$L)
    c(as.vector(a$L - b$L), (a$Phi - b$Phi)[upper]) / (2 * h) })
  se <- sqrt(diag(J %*% correlation_covariance(R) %*% t(J)) / n)
  phi <- matrix(0, k, k); phi[upper] <- se[-(1:(p * k))]; phi <- phi + t(phi)
  list(name = name, args = list(R = R, n = n), expected = list(pattern = base$L, pattern_se = matrix(se[1:(p * k)], p, k), phi_se = phi))
}
tight <- function(f, ...) function(A) f(A, eps = 1e-7, maxit = 20000, ...)
write_oracle("structure", "efa_errors", list(case("oblimin", tight(oblimin)), case("oblimin_spss", tight(oblimin, normalize = TRUE)),
  case("geomin", tight(geominQ)), case("varimax", function(A) list(loadings = varimax(A, eps = 1e-15)$loadings))),
  "GPArotation", generator)
