# Reference values for correlations: lavaan, psych, mvtnorm.   Rscript tests/oracle/R/correlation.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(lavaan); library(psych); library(mvtnorm)})
generator <- "tests/oracle/R/correlation.R"
ordered_fit <- function(d, ...) {
  d <- as.data.frame(d); model <- paste("f =~", paste(names(d), collapse = " + "))
  suppressWarnings(cfa(model, data = d, ordered = names(d), std.lv = TRUE, ...))
}
moments_of <- function(fit) {
  s <- lavTech(fit, "sampstat")[[1]]
  list(R = unname(s$cov), thresholds = unname(as.vector(s$th)))
}

grid <- expand.grid(h = c(-3, -1, -.2, 0, .7, 2.5, 9), k = c(-2.2, -.5, 0, .3, 1.1, 4),
                    r = c(-.9999, -.97, -.926, -.924, -.8, -.5, -.1, 0, .2, .31, .76, .9, .95, .99, .9995))
p <- mapply(function(h, k, r) as.numeric(pmvnorm(lower = -c(h, k), upper = c(Inf, Inf),
  corr = matrix(c(1, r, r, 1), 2), algorithm = TVPACK(1e-15))), grid$h, grid$k, grid$r)
write_oracle("structure", "bivariate_normal_cdf", list(list(name = "grid", args = as.list(grid), expected = list(probability = p))),
             "mvtnorm", generator)

files <- c(complete = "structure_bfi5.csv", small = "structure_small_ordinal.csv", binary = "structure_binary.csv",
           all25 = "structure_bfi25.csv")
cases <- lapply(names(files), function(n) {
  d <- as.data.frame(read_oracle(files[[n]]))
  R <- suppressWarnings(lavCor(d, ordered = names(d), output = "cor"))
  th <- suppressWarnings(lavCor(d, ordered = names(d), output = "th"))
  list(name = n, input = files[[n]], expected = list(R = unname(unclass(R)), thresholds = unname(as.vector(th))))
})
write_oracle("structure", "polychoric", cases, "lavaan", generator,
             "two-step, zero.add = c(0.5, 0), zero.keep.margins = TRUE")

fit <- ordered_fit(read_oracle("structure_bfi5.csv"))
miss <- read_oracle("structure_bfi5_missing.csv")
fit_missing <- ordered_fit(miss, missing = "pairwise")
write_oracle("structure", "polychoric_covariance", list(
  list(name = "complete", input = "structure_bfi5.csv",
       expected = c(moments_of(fit), list(gamma = unname(lavTech(fit, "gamma")[[1]])))),
  list(name = "pairwise", input = "structure_bfi5_missing.csv",
       expected = c(moments_of(fit_missing), list(gamma = unname(lavTech(fit_missing, "gamma")[[1]]))))),
  "lavaan", generator, "n times the sampling covariance of thresholds, then correlations")

d <- as.data.frame(read_oracle("structure_bfi25.csv"))
score <- rowMeans(d[, 6:25]); item <- d$A5
lc <- lavCor(data.frame(score = score, item = ordered(item)), output = "cor")
write_oracle("structure", "polyserial", list(list(name = "score of 20 items with A5", input = "structure_bfi25.csv",
  args = list(score_columns = 5:24, item = 4), expected = list(rho = unname(lc[1, 2])))), "lavaan", generator)

h <- read_oracle("structure_holzinger_missing.csv")
write_oracle("structure", "pearson", list(
  list(name = "listwise", input = "structure_holzinger_missing.csv", args = list(missing = "listwise"),
       expected = list(R = unname(cor(h, use = "complete.obs")))),
  list(name = "pairwise", input = "structure_holzinger_missing.csv", args = list(missing = "pairwise"),
       expected = list(R = unname(cor(h, use = "pairwise.complete.obs"))))), "stats", generator)

bad <- matrix(c(1, .95, .1, .95, 1, .6, .1, .6, 1), 3)
bad2 <- bad; bad2[1, 2] <- bad2[2, 1] <- .99
write_oracle("structure", "smooth", lapply(list(bad, bad2), function(m) list(name = "not positive definite",
  args = list(R = m), expected = list(R = unname(suppressWarnings(cor.smooth(m)))))), "psych", generator)
