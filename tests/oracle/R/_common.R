# Shared by the generator scripts: writes one JSON per statistic at full precision,
# with R and package versions, the generator's name and the SHA-256 of every input file.
# Run from the repository root:  Rscript tests/oracle/R/<family>.R
suppressPackageStartupMessages({library(jsonlite); library(digest)})

oracle_data <- function(name) file.path("tests/oracle/data", name)

read_oracle <- function(name) {
  as.matrix(read.csv(oracle_data(name), check.names = FALSE))
}

# cases: a list of list(name = , input = <file name in tests/oracle/data or NULL>,
#                       args = <named list>, expected = <named list of numbers or matrices>)
write_oracle <- function(family, name, cases, packages, generator, note = "") {
  inputs <- unique(unlist(lapply(cases, function(case) case$input)))
  hashes <- lapply(setNames(inputs, inputs), function(f) digest(file = oracle_data(f), algo = "sha256"))
  out <- list(
    statistic = name, family = family, generator = generator, note = note,
    r_version = R.version.string,
    packages = lapply(setNames(packages, packages), function(p) as.character(packageVersion(p))),
    input_sha256 = hashes, cases = cases
  )
  dir <- file.path("tests/oracle/expected", family)
  dir.create(dir, recursive = TRUE, showWarnings = FALSE)
  write(toJSON(out, auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = TRUE, matrix = "rowmajor"),
        file.path(dir, paste0(name, ".json")))
}
