# How many factors psych's parallel analysis names: of Pearson correlations, which is its default and jamovi's, and of a
# polychoric matrix handed to it, as JASP does. (Its own cor = "poly" takes minutes for a data set and is left out.)
#   Rscript tests/simulation/number_of_factors.R FOLDER   (of CSV files without header; prints one line for each)
suppressPackageStartupMessages(library(psych))
options(mc.cores = 1)
quiet <- function(e) { v <- NULL; invisible(capture.output(v <- suppressWarnings(suppressMessages(e)))); v }
for (file in sort(list.files(commandArgs(TRUE)[1], "csv$", full.names = TRUE))) {
  x <- as.matrix(read.csv(file, header = FALSE)); set.seed(1)
  R <- quiet(polychoric(x, correct = 0)$rho)
  jasp <- quiet(fa.parallel(R, n.obs = nrow(x), n.iter = 20, plot = FALSE, fa = "both"))
  pearson <- quiet(fa.parallel(x, n.iter = 20, plot = FALSE, fa = "both", quant = .95))
  cat(basename(file), max(1, jasp$nfact), max(1, jasp$ncomp), pearson$nfact, pearson$ncomp, "\n")
}
