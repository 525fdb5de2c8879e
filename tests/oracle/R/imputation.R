# Multiple imputation of items, and the tipping point of attrition, from mice and base R.
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(mice))
GENERATOR <- "tests/oracle/R/imputation.R"

# 60 people, four five-point items twice; those who start high leave more out
set.seed(20250905)
n <- 60; trait <- rnorm(n)
items <- function(shift) sapply(1:4, function(k) pmin(5, pmax(1, round(3 + shift + .7 * trait + rnorm(n, 0, .8)))))
x <- cbind(items(0), items(.4)); colnames(x) <- c(paste0("pre", 1:4), paste0("post", 1:4))
for (k in 5:8) x[runif(n) < plogis(-1.8 + .6 * trait), k] <- NA
for (k in 1:4) x[runif(n) < .08, k] <- NA
write.csv(x, oracle_data("missing_items.csv"), row.names = FALSE, na = "NA")

m <- 600
filled <- mice(as.data.frame(x), m = m, maxit = 10, method = "pmm", printFlag = FALSE, seed = 1)
changes <- sapply(seq_len(m), function(i) { d <- complete(filled, i); rowMeans(d[, 5:8]) - rowMeans(d[, 1:4]) })
Q <- colMeans(changes); U <- apply(changes, 2, var) / n
p <- pool.scalar(Q, U, n = n, k = 1)
write_oracle("missing", "chained_equations", list(list(name = "four items twice", input = "missing_items.csv",
  args = list(imputations = m), expected = list(value = p$qbar, std_error = sqrt(p$t), within = p$ubar, between = p$b,
    missing_information = p$fmi, monte_carlo_error = sqrt(p$b / m)))), "mice", GENERATOR,
  "Monte Carlo on both sides: compared within the error of the imputations")

tip <- function(value, se, df, lost, people) {
  half <- qt(.975, df) * se
  bound <- function(d) if (value > 0) value + d * lost / people - half else value + d * lost / people + half
  uniroot(bound, c(-100, 100), tol = 1e-12)$root
}
write_oracle("missing", "tipping_point", lapply(list(c(.4, .1, 30, 8, 40), c(-.6, .2, 12, 3, 20)), function(a)
  list(name = paste("change", a[1]), args = list(value = a[1], std_error = a[2], df = a[3], lost = a[4], people = a[5]),
       expected = list(value = tip(a[1], a[2], a[3], a[4], a[5])))), "stats", GENERATOR)
