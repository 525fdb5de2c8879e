# Reference values for exploratory factor analysis: psych, stats, GPArotation.   Rscript tests/oracle/R/efa.R
source("tests/oracle/R/_common.R")
suppressPackageStartupMessages({library(psych); library(GPArotation)})
generator <- "tests/oracle/R/efa.R"
hs <- read_oracle("structure_holzinger.csv")[, 1:9]; bfi <- read_oracle("structure_bfi25.csv")
bare <- function(m) { m <- unclass(m); attributes(m) <- list(dim = dim(m)); m }
# psych stops L-BFGS-B at factr 1e7: compare its loadings at 1e-4; factanal is tightened here
ml <- function(x, k) factanal(covmat = cor(x), n.obs = nrow(x), factors = k, rotation = "none",
                              control = list(nstart = 3, opt = list(factr = 1, pgtol = 0, maxit = 10000)))
ml_case <- function(name, file, x, k) { f <- ml(x, k)
  list(name = name, input = file, args = list(k = k, columns = ncol(x)),
       expected = list(uniqueness = unname(f$uniquenesses), chi2 = unname(f$STATISTIC), df = f$dof, p = unname(f$PVAL),
                       gram = bare(f$loadings %*% t(f$loadings)))) }
write_oracle("structure", "extraction_ml", list(ml_case("holzinger 3", "structure_holzinger.csv", hs, 3),
  ml_case("bfi 5", "structure_bfi25.csv", bfi, 5), ml_case("bfi 3", "structure_bfi25.csv", bfi, 3)), "stats", generator)
minres_case <- function(name, file, x, k) { f <- suppressWarnings(fa(cor(x), k, n.obs = nrow(x), fm = "minres", rotate = "none"))
  list(name = name, input = file, args = list(k = k, columns = ncol(x)),
       expected = list(communality = unname(f$communality), rms = f$rms)) }
write_oracle("structure", "extraction_minres", list(minres_case("holzinger 3", "structure_holzinger.csv", hs, 3),
  minres_case("bfi 5", "structure_bfi25.csv", bfi, 5)), "psych", generator)

# one set of unrotated loadings, from factanal, goes through every rotation at tight tolerance
A <- bare(ml(bfi, 5)$loadings)
m <- ncol(A); eps <- 1e-7; it <- 20000
rotated <- function(name, r) list(name = name, args = list(A = A, rotation = name),
                                  expected = list(pattern = bare(r$loadings), phi = if (is.null(r$Phi)) diag(m) else bare(r$Phi)))
target <- matrix(NA, 25, 5); for (j in 1:5) target[-(5 * (j - 1) + 1:5), j] <- 0
kaiser_then <- function(f) { s <- sqrt(rowSums(A^2)); r <- f(A / s); r$loadings <- r$loadings * s; r }
vm <- varimax(A, normalize = TRUE, eps = 1e-15)
P <- function(x) { z <- Promax(x); list(loadings = z$loadings, Phi = z$Phi) }
pst <- pstQ(A, W = ifelse(is.na(target), 0, 1), Target = ifelse(is.na(target), 0, target), eps = eps, maxit = it)
bfq <- bifactorT(A, eps = eps, maxit = it)
cases <- list(
  rotated("oblimin", oblimin(A, eps = eps, maxit = it)),
  rotated("quartimin", quartimin(A, eps = eps, maxit = it)),
  rotated("oblimin_spss", oblimin(A, normalize = TRUE, eps = eps, maxit = it)),
  rotated("geomin", geominQ(A, eps = eps, maxit = it)),
  rotated("varimax", list(loadings = vm$loadings)),
  rotated("varimax_raw", list(loadings = varimax(A, normalize = FALSE, eps = 1e-15)$loadings)),
  rotated("promax_psych", P(bare(vm$loadings))),
  rotated("promax_psych_kaiser", kaiser_then(function(B) P(bare(varimax(B, eps = 1e-15)$loadings)))),
  rotated("bifactor", bfq))
write_oracle("structure", "rotation", cases, c("GPArotation", "psych"), generator)
write_oracle("structure", "rotation_target", list(list(name = "target", args = list(A = A, target = target),
  expected = list(pattern = bare(pst$loadings), phi = bare(pst$Phi)))), "GPArotation", generator)

# what follows from a solution: psych's functions given its own loadings, so that no optimiser intervenes
f <- suppressWarnings(fa(cor(bfi), 5, n.obs = nrow(bfi), fm = "minres", rotate = "oblimin"))
sc <- function(method) bare(factor.scores(cor(bfi), bare(f$loadings), Phi = bare(f$Phi), method = method)$weights)
tb <- factor.scores(cor(bfi), bare(f$loadings), Phi = bare(f$Phi), method = "tenBerge")
fs <- suppressWarnings(factor.stats(cor(bfi), bare(f$loadings), bare(f$Phi), n.obs = nrow(bfi)))
write_oracle("structure", "factor_scores", list(list(name = "bfi 5 oblimin", input = "structure_bfi25.csv",
  args = list(pattern = bare(f$loadings), phi = bare(f$Phi)),
  expected = list(regression = sc("Thurstone"), bartlett = sc("Bartlett"), ten_berge = bare(tb$weights),
                  determinacy = sqrt(unname(fs$R2)), rms = fs$rms, complexity = unname(f$complexity), structure = bare(f$Structure),
                  residual = bare(cor(bfi) - bare(f$loadings) %*% bare(f$Phi) %*% t(bare(f$loadings)))))), "psych", generator)
g <- suppressWarnings(fa(cor(hs), 3, n.obs = nrow(hs), fm = "minres", rotate = "oblimin"))
s <- suppressWarnings(schmid(cor(hs), 3, fm = "minres", rotate = "oblimin", n.obs = nrow(hs)))
write_oracle("structure", "schmid_leiman", list(list(name = "holzinger", input = "structure_holzinger.csv",
  expected = list(general = unname(s$sl[, 1]), group = bare(s$sl[, 2:4]), higher_order = unname(s$gloading[, 1])))), "psych", generator)
write_oracle("structure", "congruence", list(list(name = "minres with ml", args = list(first = bare(f$loadings), second = A),
  expected = list(congruence = bare(factor.congruence(bare(f$loadings), A, digits = 15))))), "psych", generator)
