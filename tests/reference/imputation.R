# mice (norm, one regression a visit on all earlier ones for monotone patterns, chained equations
# for patterns with gaps) with its own simulation error; nlme gls (ML, unstructured covariance).
# The tolerance of a case is four standard errors of the simulation, of both sides together; a
# fifth of it, two to three of their own errors, for standard errors. The input says how many
# imputations ours are.
source("write.R")
suppressPackageStartupMessages({
  library(mice)
  library(nlme)
})
set.seed(7)

course <- function(n, fall, rho, spread = 8) {
  k <- length(fall)
  shared <- rnorm(n, 0, spread * sqrt(rho))
  y <- sapply(fall, function(m) m + shared + rnorm(n, 0, spread * sqrt(1 - rho)))
  round(pmax(y, 0), 1)
}
leave <- function(y, share) {
  # Who has a high value at a visit leaves more often: at random, given the visit.
  for (j in 2:ncol(y)) {
    gone <- is.na(y[, j - 1]) | runif(nrow(y)) < share * 2 * plogis(scale(y[, j - 1])[, 1])
    y[gone, j] <- NA
  }
  y
}
skip <- function(y, visit, who) {
  y[who, visit] <- NA
  y
}

ml_change <- function(y) {
  k <- ncol(y)
  long <- data.frame(value = c(y), visit = factor(rep(1:k, each = nrow(y))),
                     number = rep(1:k, each = nrow(y)), patient = rep(seq_len(nrow(y)), k))
  fit <- gls(value ~ visit, na.omit(long), method = "ML",
             correlation = corSymm(form = ~ number | patient),
             weights = varIdent(form = ~ 1 | visit),
             control = glsControl(tolerance = 1e-10, msTol = 1e-12, maxIter = 200,
                                  msMaxIter = 500, opt = "optim"))
  unname(coef(fit)[-1])
}

completed <- function(y, m, monotone) {
  k <- ncol(y)
  data <- setNames(as.data.frame(y), paste0("v", 1:k))
  predictors <- matrix(1, k, k, dimnames = list(names(data), names(data)))
  diag(predictors) <- 0
  if (monotone) predictors[upper.tri(predictors)] <- 0
  made <- mice(data, m = m, method = "norm", predictorMatrix = predictors,
               maxit = if (monotone) 1 else 15, printFlag = FALSE, seed = 11)
  complete(made, "all")
}
pooled_change <- function(sets, j) {
  change <- sapply(sets, function(d) mean(d[[j]] - d[[1]]))
  squares <- sapply(sets, function(d) var(d[[j]] - d[[1]]) / nrow(d))
  pool.scalar(change, squares, n = nrow(sets[[1]]))
}
tipping <- function(sets, gone, far) {
  # All that is imputed at the last visit is moved: the pattern is monotone.
  k <- ncol(sets[[1]])
  p <- function(delta) {
    moved <- lapply(sets, function(d) {
      d[gone, k] <- d[gone, k] + delta
      d
    })
    all <- pooled_change(moved, k)
    2 * pt(-abs(all$qbar) / sqrt(all$t), all$df)
  }
  uniroot(function(delta) p(delta) - 0.05, c(0, far), tol = 1e-8)$root
}

samples <- list(
  small_monotone = list(leave(course(14, c(24, 15, 11), .6), .1), TRUE, 2000, 20000),
  monotone = list(leave(course(60, c(24, 16, 12, 10), .5), .15), TRUE, 1500, 20000),
  gaps = list(skip(leave(course(150, c(24, 16, 12), .6), .1), 2, 11:40), FALSE, 1000, 3000),
  weak_correlation = list(leave(course(40, c(20, 12), .1), .3), TRUE, 3000, 20000)
)
rows <- function(y) lapply(seq_len(nrow(y)), function(i) I(y[i, ]))
cases <- lapply(names(samples), function(name) {
  y <- samples[[name]][[1]]
  m <- samples[[name]][[3]]
  ours <- samples[[name]][[4]]
  k <- ncol(y)
  sets <- completed(y, m, samples[[name]][[2]])
  pooled <- lapply(2:k, function(j) pooled_change(sets, j))
  error <- 4 * sqrt(max(sapply(pooled, function(p) p$b)) * (1 / m + 1 / ours))
  expected <- list("multiple imputation" = list(
    estimate_ml = I(ml_change(y)), estimate = I(sapply(pooled, function(p) p$qbar)),
    se = I(sapply(pooled, function(p) sqrt(p$t)))))
  made <- list(name = name, input = list(visits = rows(y), imputations = ours),
               tolerance = list(absolute = error),
               looser = list("multiple imputation: se" = list(absolute = error / 5)))
  if (samples[[name]][[2]]) {
    gone <- is.na(y[, k])
    # About where nothing is left of the change: p is near 1 there.
    far <- round(-pooled[[k - 1]]$qbar / mean(gone))
    made$input$furthest <- far
    expected[["tipping point"]] <- list(tipping = tipping(sets, gone, far))
    # The estimate moves by the share of the patients who are moved; its error by twice at most.
    made$looser[["tipping point"]] <- list(absolute = 2 * error / mean(gone))
  }
  c(made, list(expected = expected))
})
write_reference("imputation", cases, list(absolute = 0), c("mice", "nlme"))
