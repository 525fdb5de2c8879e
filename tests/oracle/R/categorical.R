# Reference values for change between categories.   Rscript tests/oracle/R/categorical.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(coin))
GENERATOR <- "tests/oracle/R/categorical.R"

vision <- matrix(c(1520, 266, 124, 66, 234, 1512, 432, 78, 117, 362, 1772, 205, 36, 82, 179, 492), 4, byrow = TRUE)  # Stuart (1953)
stages <- matrix(c(30, 18, 11, 12, 40, 25, 10, 13, 28), 3, byrow = TRUE)
empty <- matrix(c(30, 0, 18, 0, 0, 0, 11, 0, 25), 3, byrow = TRUE)
sparse <- matrix(c(6, 4, 1, 1, 8, 5, 0, 1, 3), 3, byrow = TRUE)
tables <- list(vision = vision, stages = stages, "an empty category" = empty)
bowker <- function(x) {
  up <- x[upper.tri(x)]; down <- t(x)[upper.tri(x)]; some <- up + down > 0
  if (all(some)) { m <- mcnemar.test(x, correct = FALSE); return(list(value = unname(m$statistic), df = unname(m$parameter), p_value = m$p.value)) }
  v <- sum((up - down)[some]^2 / (up + down)[some]); list(value = v, df = sum(some), p_value = pchisq(v, sum(some), lower.tail = FALSE))
}
# every symmetric table with the same movers, by brute force
exact <- function(x, statistic) {
  total <- (x + t(x))[upper.tri(x)]; grid <- expand.grid(lapply(total, function(m) 0:m)); observed <- statistic(x)
  p <- apply(grid, 1, function(up) {
    y <- x; y[upper.tri(y)] <- up; z <- t(y); z[upper.tri(z)] <- total - up; y <- t(z)
    if (statistic(y) >= observed - 1e-9) prod(dbinom(up, total, .5)) else 0
  })
  sum(p)
}
maxwell <- function(x) { d <- (rowSums(x) - colSums(x))[-nrow(x)]
  S <- -(x + t(x)); diag(S) <- rowSums(x) + colSums(x) - 2 * diag(x); drop(t(d) %*% solve(S[-nrow(x), -nrow(x)]) %*% d) }
cases <- function(f) lapply(names(tables), function(n) list(name = n, args = list(table = tables[[n]]), expected = f(tables[[n]])))
sparse_case <- function(f) list(list(name = "sparse", args = list(table = sparse), expected = list(value = f(sparse), exact_p = exact(sparse, f))))
write_oracle("categorical", "bowker", c(cases(bowker), sparse_case(function(x) { u <- x[upper.tri(x)]; d <- t(x)[upper.tri(x)]
  sum(ifelse(u + d > 0, (u - d)^2 / (u + d), 0)) })), "stats", GENERATOR, "mcnemar.test; sparse: every table by brute force")
stuart <- function(x) {
  keep <- rowSums(x) + colSums(x) - 2 * diag(x) > 0; x <- x[keep, keep]
  names <- as.character(seq_len(nrow(x))); dimnames(x) <- list(pre = names, post = names)
  m <- mh_test(as.table(x)); list(value = as.numeric(statistic(m)), df = nrow(x) - 1, p_value = as.numeric(pvalue(m)))
}
write_oracle("categorical", "stuart_maxwell", c(cases(stuart), sparse_case(maxwell)), "coin", GENERATOR, "mh_test; sparse: every table by brute force")
mc <- list(c(86, 150, 1600), c(12, 3, 20), c(5, 5, 30), c(0, 6, 6), c(0, 0, 9))
write_oracle("categorical", "mcnemar", lapply(mc, function(x) {
  exact <- if (x[1] + x[2]) binom.test(x[1], x[1] + x[2])$p.value else 1
  k <- min(x[1:2]); m <- x[1] + x[2]
  mid <- if (x[1] == x[2]) 1 - .5 * dbinom(k, m, .5) else 2 * pbinom(k - 1, m, .5) + dbinom(k, m, .5)
  list(name = paste(x, collapse = " "), args = list(gained = x[1], lost = x[2], n = x[3]),
       expected = list(exact = exact, mid_p = if (m) mid else 1))
}), "stats", GENERATOR, "binom.test; mid-p by its definition")
