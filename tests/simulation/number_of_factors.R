# How many factors psych's parallel analysis names, as called by its own default and as JASP calls it.
#   Rscript tests/simulation/number_of_factors.R FOLDER   (of CSV files without header; prints one line for each)
suppressPackageStartupMessages(library(psych))
for (file in sort(list.files(commandArgs(TRUE)[1], "csv$", full.names = TRUE))) {
  x <- as.matrix(read.csv(file, header = FALSE)); set.seed(1)
  quiet <- function(e) { v <- NULL; invisible(capture.output(v <- suppressWarnings(suppressMessages(e)))); v }
  R <- quiet(polychoric(x, correct = 0)$rho)
  own <- quiet(fa.parallel(x, cor = "poly", n.iter = 20, plot = FALSE, correct = 0, fa = "both"))
  jasp <- quiet(fa.parallel(R, n.obs = nrow(x), n.iter = 20, plot = FALSE, fa = "fa"))
  pearson <- quiet(fa.parallel(x, n.iter = 20, plot = FALSE, fa = "both", quant = .95))
  cat(basename(file), own$nfact, own$ncomp, jasp$nfact, max(1, pearson$nfact), max(1, pearson$ncomp), "\n")
}
