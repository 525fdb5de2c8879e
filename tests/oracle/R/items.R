# Reference values for the items family.
# Run from the repository root:  Rscript tests/oracle/R/items.R
suppressPackageStartupMessages(library(psych))
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/items.R"
files <- c("attitude.csv", "likert_small.csv", "bfi_agreeableness.csv")

write_oracle("items", "item_rest_correlation", lapply(files, function(file) {
  x <- read_oracle(file)
  tests <- lapply(seq_len(ncol(x)), function(i) cor.test(x[, i], rowSums(x[, -i])))
  list(name = file, input = file, expected = list(
    value = suppressWarnings(unname(alpha(as.data.frame(x), warnings = FALSE)$item.stats$r.drop)),
    low = sapply(tests, function(t) t$conf.int[1]), high = sapply(tests, function(t) t$conf.int[2])))
}), "psych", generator, "psych::alpha item.stats$r.drop; intervals of stats::cor.test")

write_oracle("items", "alpha_if_dropped", lapply(files, function(file) {
  x <- as.data.frame(read_oracle(file))
  feldt <- sapply(seq_len(ncol(x)), function(i) {
    ci <- suppressWarnings(alpha(x[, -i], warnings = FALSE))$feldt
    c(ci$lower.ci[[1]], ci$upper.ci[[1]])
  })
  list(name = file, input = file, expected = list(
    value = suppressWarnings(alpha(x, warnings = FALSE))$alpha.drop$raw_alpha, low = feldt[1, ], high = feldt[2, ]))
}), "psych", generator, "psych::alpha alpha.drop$raw_alpha, with its Feldt interval of the remaining items")

# Omega of a one-factor model without each item, denominator implied by the model.
suppressPackageStartupMessages(library(lavaan))
write_oracle("items", "omega_if_dropped", lapply(files, function(file) {
  x <- as.data.frame(read_oracle(file))
  omega <- sapply(seq_len(ncol(x)), function(i) {
    est <- lavInspect(cfa(paste("f =~", paste(colnames(x)[-i], collapse = " + ")), x, std.lv = TRUE), "est")
    sum(est$lambda)^2 / (sum(est$lambda)^2 + sum(diag(est$theta)))
  })
  list(name = file, input = file, expected = list(value = omega))
}), "lavaan", generator, "lavaan::cfa, one factor, ML")
