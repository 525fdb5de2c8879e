# Reference values for the graded response model and for item bias: the marginal likelihood on a dense grid by
# optim, MASS::polr.   Rscript tests/oracle/R/irt.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(psych); library(MASS)})
generator <- "tests/oracle/R/irt.R"
grid <- seq(-7, 7, length.out = 141); weight <- dnorm(grid); weight <- weight / sum(weight)
category <- function(a, d) { above <- cbind(1, plogis(outer(a * grid, d, "+")), 0); above[, -ncol(above), drop = FALSE] - above[, -1, drop = FALSE] }
unpack <- function(theta, sizes) {
  at <- 0; out <- list()
  for (size in sizes) { out[[length(out) + 1]] <- list(a = theta[at + 1], d = theta[at + 2] - c(0, cumsum(exp(theta[at + 2 + seq_len(size - 2)])))); at <- at + size }
  out
}
marginal <- function(theta, codes, sizes) {
  logs <- matrix(0, nrow(codes), length(grid)); items <- unpack(theta, sizes)
  for (j in seq_along(items)) { P <- t(log(pmax(category(items[[j]]$a, items[[j]]$d), 1e-300))); own <- !is.na(codes[, j]); logs[own, ] <- logs[own, ] + P[codes[own, j], ] }
  -sum(log(exp(logs) %*% weight))
}
plain <- function(theta, codes, sizes) {                       # the same in slopes and intercepts, for the Hessian
  at <- 0; logs <- matrix(0, nrow(codes), length(grid))
  for (j in seq_along(sizes)) { own <- theta[at + seq_len(sizes[j])]; P <- t(log(pmax(category(own[1], own[-1]), 1e-300))); logs <- logs + P[codes[, j], ]; at <- at + sizes[j] }
  -sum(log(exp(logs) %*% weight))
}
graded <- function(codes) {
  sizes <- apply(codes, 2, max)
  start <- unlist(lapply(seq_along(sizes), function(j) { d <- qlogis(1 - cumsum(table(codes[, j]))[-sizes[j]] / nrow(codes)) * 1.2; c(1, d[1], log(-diff(d))) }))
  for (k in 1:3) { found <- optim(start, marginal, codes = codes, sizes = sizes, method = "BFGS", control = list(maxit = 500, reltol = 1e-13)); start <- found$par }
  items <- unpack(found$par, sizes); at <- unlist(lapply(items, function(i) c(i$a, i$d)))
  V <- solve(optimHess(at, plain, codes = codes, sizes = sizes, control = list(ndeps = rep(1e-3, length(at)))))
  theta <- seq(-2, 2, by = 1)
  information <- sapply(items, function(i) { above <- cbind(1, plogis(outer(i$a * theta, i$d, "+")), 0); w <- above * (1 - above); i$a^2 * rowSums((w[, -ncol(w)] - w[, -1])^2 / (above[, -ncol(above)] - above[, -1])) })
  first <- cumsum(c(1, sizes))[seq_along(sizes)]
  list(log_likelihood = -found$value, slope = sapply(items, `[[`, "a"), intercept = lapply(items, `[[`, "d"), slope_se = sqrt(diag(V))[first], theta = theta, information = information)
}
bfi5 <- read_oracle("structure_bfi5.csv")[1:600, ]; bfi5[, 1] <- 7 - bfi5[, 1]
gender <- as.data.frame(read_oracle("structure_bfi5_gender.csv")); gender$A1 <- 7 - gender$A1
trait <- scale(rowSums(gender[, 1:5]))[, 1] * sqrt(nrow(gender) / (nrow(gender) - 1)); g <- factor(gender$gender)
compare <- function(item) {
  y <- factor(gender[[item]]); tight <- list(reltol = 1e-14, maxit = 1000); null <- polr(y ~ 1, control = tight); one <- polr(y ~ trait, control = tight); two <- polr(y ~ trait + g, control = tight); three <- polr(y ~ trait * g, control = tight)
  l <- sapply(list(null, one, two, three), function(m) as.numeric(logLik(m)))
  list(total = 2 * (l[4] - l[2]), uniform = 2 * (l[3] - l[2]), non_uniform = 2 * (l[4] - l[3]), explained = (l[2] - l[4]) / l[1])
}
write_oracle("structure", "graded_response", list(list(name = "bfi agreeableness, first 600", input = "structure_bfi5.csv", args = list(rows = 600, reversed = 0), expected = graded(bfi5))), "stats", generator)
write_oracle("structure", "item_bias", lapply(paste0("A", 1:5), function(i) list(name = i, input = "structure_bfi5_gender.csv", args = list(item = match(i, names(gender)) - 1), expected = compare(i))), "MASS", generator)
data(bock); put <- function(x, name) write.csv(x, file.path("tests/oracle/data", name), row.names = FALSE, quote = FALSE)
put(lsat6, "structure_lsat6.csv"); put(lsat7, "structure_lsat7.csv")
