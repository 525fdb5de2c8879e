# Reference values for reliability as other software computes it.   Rscript tests/oracle/R/reliability_conventions.R
suppressPackageStartupMessages({library(psych); library(GPArotation)})
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/reliability_conventions.R"
quietly <- function(x) { sink(nullfile()); on.exit(sink()); suppressWarnings(suppressMessages(x)) }
files <- c("attitude.csv", "bfi_agreeableness.csv", "bfi_neuroticism.csv", "structure_holzinger.csv")
each <- function(f) lapply(files, function(file) list(name = file, input = file, expected = f(read_oracle(file))))

write_oracle("reliability", "alpha_wald", each(function(x) {
  total <- quietly(alpha(as.data.frame(x), warnings = FALSE))$total
  list(value = total$raw_alpha, std_error = total$ase, low = total$raw_alpha - qnorm(.975) * total$ase,
       high = total$raw_alpha + qnorm(.975) * total$ase)
}), "psych", generator, "psych::alpha, ase of Duhachek and Iacobucci")

write_oracle("reliability", "omega_minres", each(function(x) {
  total <- function(nf) quietly(omega(x, nfactors = nf, flip = FALSE, plot = FALSE, n.obs = nrow(x)))$omega.tot
  list(one = total(1), three = if (ncol(x) >= 6) total(3) else NULL)
}), "psych", generator, "psych::omega")

write_oracle("reliability", "lambda2_standardized", each(function(x) {
  list(value = quietly(splitHalf(cor(x), check.keys = FALSE))$lambda2)
}), "psych", generator, "psych::splitHalf")

# Five items, two of them reversed; nobody gave any item its lowest answer, one of these its two lowest, and those who
# gave the other its lowest left out an item.
set.seed(20250906)
trait <- rnorm(40)
x <- sapply(1:5, function(i) pmin(5, pmax(2, round(3.4 + trait + rnorm(40)))))
x[, c(2, 5)] <- 7 - x[, c(2, 5)]
x[x[, 2] == 2, 2] <- 3
x[7, 2] <- NA; x[20, 4] <- NA
lowest <- which(x[, 5] == 2); x[lowest, 1] <- NA
colnames(x) <- paste0("r", 1:5)
write.csv(x, oracle_data("reversed_items.csv"), row.names = FALSE, na = "NA")
keys <- c(1, -1, 1, 1, -1)
complete <- x[complete.cases(x), ]
by_item <- function(seen) {
  turned <- reverse.code(keys, complete, mini = apply(seen, 2, min, na.rm = TRUE), maxi = apply(seen, 2, max, na.rm = TRUE))
  mean(turned)
}
write_oracle("reliability", "mean_under_reversal", list(list(name = "two_reversed", input = "reversed_items.csv",
  args = list(keys = keys, low = 1, high = 5), expected = list(
    declared = mean(scoreItems(keys, complete, min = 1, max = 5)$scores),
    observed_overall = mean(scoreItems(keys, complete)$scores),
    observed_item = by_item(x), observed_item_complete = by_item(complete)))), "psych", generator,
  "psych::scoreItems with and without the range, psych::reverse.code with each item's observed range")
