# Reference values for sampling adequacy: psych.   Rscript tests/oracle/R/adequacy.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(psych))
generator <- "tests/oracle/R/adequacy.R"
files <- c(attitude = "structure_attitude.csv", holzinger = "structure_holzinger.csv", bfi25 = "structure_bfi25.csv")
each <- function(f) lapply(names(files), function(n) {
  d <- read_oracle(files[[n]]); if (n == "holzinger") d <- d[, 1:9]
  list(name = n, input = files[[n]], args = list(columns = ncol(d)), expected = f(cor(d), nrow(d)))
})
write_oracle("structure", "kmo", each(function(R, n) { k <- KMO(R); list(overall = k$MSA, items = unname(k$MSAi)) }), "psych", generator)
write_oracle("structure", "bartlett_chi2", each(function(R, n) {
  b <- cortest.bartlett(R, n = n); list(chi2 = b$chisq, df = b$df, p = b$p.value) }), "psych", generator)
write_oracle("structure", "correlation_determinant", each(function(R, n) list(determinant = det(R))), "base", generator)
