# Reference values for the cumulative-logit mixed model.   Rscript tests/oracle/R/ordinal.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages(library(ordinal))
GENERATOR <- "tests/oracle/R/ordinal.R"
# The tight tolerance gives the maximum; the standard errors come from the default one, because the numerical
# Hessian of the tight fit is noisy (they wander by one percent).
precise <- clmm.control(method = "nlminb", gradTol = 1e-12, maxIter = 500)

data(wine)
write.csv(data.frame(rating = as.integer(wine$rating), temp = as.integer(wine$temp) - 1, contact = as.integer(wine$contact) - 1,
                     judge = as.integer(wine$judge)), oracle_data("ordinal_wine.csv"), row.names = FALSE)
set.seed(20250905)
trait <- rnorm(38); item <- function(shift) findInterval(trait * 1.2 + shift + rlogis(38), c(-2.5, -1, .6, 2.2)) + 1
waves <- cbind(pre = item(0), mid = item(.5), post = item(1.1)); waves[sample(38, 7), 2] <- NA; waves[sample(38, 9), 3] <- NA
write.csv(waves, oracle_data("ordinal_waves.csv"), row.names = FALSE, na = "NA")
skipped <- cbind(pre = c(2, 2, 3, 5, 3, 2, 3, 5, 2, 3, 2, 5, 3, 2), post = c(3, 2, 5, 5, 3, 3, 2, 5, 3, 5, 3, 3, 5, 2))  # nobody chose 4
write.csv(skipped, oracle_data("ordinal_skipped.csv"), row.names = FALSE)

long <- function(w) na.omit(data.frame(y = factor(c(w), ordered = TRUE), wave = factor(rep(seq_len(ncol(w)), each = nrow(w))), id = factor(rep(seq_len(nrow(w)), ncol(w)))))
result <- function(m, default, terms) { V <- vcov(default)
  list(beta = I(unname(coef(m)[terms])), std_error = I(unname(sqrt(diag(V))[terms])), thresholds = I(unname(m$alpha)),
       sd_group = abs(as.numeric(m$ST[[1]])), log_likelihood = as.numeric(m$logLik)) }
cases <- list(list(name = "wine", input = "ordinal_wine.csv", args = list(),
  expected = result(clmm(rating ~ temp + contact + (1 | judge), wine, control = precise), clmm(rating ~ temp + contact + (1 | judge), wine, control = clmm.control(method = "nlminb")), c("tempwarm", "contactyes"))))
for (set in c("waves", "skipped")) {
  file <- paste0("ordinal_", set, ".csv"); w <- read_oracle(file)
  m <- clmm(y ~ wave + (1 | id), long(w), control = precise)
  cases <- c(cases, list(list(name = set, input = file, args = list(), expected = result(m, clmm(y ~ wave + (1 | id), long(w), control = clmm.control(method = "nlminb")), paste0("wave", 2:ncol(w))))))
}
write_oracle("change", "ordinal_change", cases, "ordinal", GENERATOR)
