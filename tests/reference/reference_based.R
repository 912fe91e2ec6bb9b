# Jump to reference, copy increments, copy reference (Carpenter, Roger, Kenward 2013): for each
# imputation a draw of every regression, for each patient the whole joint normal distribution,
# then the missing visits given the others; lm for the analysis of covariance, mice pool.scalar.
# The tolerance of a case is four standard errors of the simulation, of both sides together; a
# fifth of it, two to three of their own errors, for standard errors.
source("write.R")
suppressPackageStartupMessages({
  library(mice)
  library(MASS)
})
set.seed(5)
OURS <- 20000
THEIRS <- 2000

joint <- function(y) {
  # One draw of the mean and covariance, from the regression of each visit on the earlier ones.
  k <- ncol(y)
  mu <- numeric(k)
  sigma <- matrix(0, k, k)
  for (j in 1:k) {
    d <- y[!is.na(y[, j]), 1:j, drop = FALSE]
    x <- cbind(1, d[, -j, drop = FALSE])
    fit <- lm.fit(x, d[, j])
    s2 <- sum(fit$residuals^2) / rchisq(1, nrow(d) - j)
    beta <- mvrnorm(1, fit$coefficients, s2 * solve(crossprod(x)))
    mu[j] <- beta[1]
    sigma[j, j] <- s2
    if (j > 1) {
      b <- beta[-1]
      before <- 1:(j - 1)
      mu[j] <- mu[j] + sum(b * mu[before])
      sigma[j, before] <- sigma[before, j] <- sigma[before, before, drop = FALSE] %*% b
      sigma[j, j] <- s2 + sum(b * sigma[before, j])
    }
  }
  list(mu = mu, sigma = sigma)
}

assembled <- function(own, ref, last, rule) {
  k <- length(own$mu)
  a <- 1:last
  b <- (last + 1):k
  if (rule == "copy reference") return(ref)
  mu <- own$mu
  mu[b] <- if (rule == "jump to reference") ref$mu[b] else own$mu[last] + ref$mu[b] - ref$mu[last]
  inverse <- solve(ref$sigma[a, a])
  r21 <- ref$sigma[b, a, drop = FALSE] %*% inverse %*% own$sigma[a, a]
  r22 <- ref$sigma[b, b] - ref$sigma[b, a, drop = FALSE] %*% inverse %*%
    (ref$sigma[a, a] - own$sigma[a, a]) %*% inverse %*% ref$sigma[a, b, drop = FALSE]
  sigma <- own$sigma
  sigma[b, a] <- r21
  sigma[a, b] <- t(r21)
  sigma[b, b] <- r22
  list(mu = mu, sigma = sigma)
}

draw <- function(row, p) {
  m <- is.na(row)
  if (!any(m)) return(row)
  slopes <- p$sigma[m, !m, drop = FALSE] %*% solve(p$sigma[!m, !m])
  mean <- p$mu[m] + slopes %*% (row[!m] - p$mu[!m])
  left <- p$sigma[m, m] - slopes %*% p$sigma[!m, m, drop = FALSE]
  row[m] <- mvrnorm(1, mean, left)
  row
}

analysed <- function(control, treated, rule) {
  k <- ncol(control)
  one <- function(i) {
    ref <- joint(control)
    own <- joint(treated)
    first <- t(apply(control, 1, draw, ref))
    second <- t(apply(treated, 1, function(row) {
      if (!anyNA(row)) return(row)
      draw(row, assembled(own, ref, max(which(!is.na(row))), rule))
    }))
    y <- rbind(first, second)
    group <- rep(0:1, c(nrow(first), nrow(second)))
    sapply(2:k, function(j) summary(lm(y[, j] ~ y[, 1] + group))$coefficients["group", 1:2])
  }
  made <- sapply(1:THEIRS, one, simplify = "array")
  lapply(2:k, function(j) pool.scalar(made[1, j - 1, ], made[2, j - 1, ]^2,
                                      n = nrow(control) + nrow(treated), k = 3))
}

course <- function(n, fall, rho, spread = 7) {
  shared <- rnorm(n, 0, spread * sqrt(rho))
  y <- sapply(fall, function(m) m + shared + rnorm(n, 0, spread * sqrt(1 - rho)))
  round(pmax(y, 0), 1)
}
leave <- function(y, from, who) {
  y[who, from:ncol(y)] <- NA
  y
}
trials <- list(
  two_visits = list(course(22, c(24, 22), .6), leave(course(20, c(25, 12), .5), 2, 15:20)),
  three_visits = list(leave(course(24, c(24, 21, 20), .6), 3, 20:24),
                      leave(leave(course(26, c(24, 14, 10), .5), 3, 14:20), 2, 21:26))
)
rules <- c("jump to reference", "copy increments in reference", "copy reference")
rows <- function(y) lapply(seq_len(nrow(y)), function(i) I(y[i, ]))
cases <- lapply(names(trials), function(name) {
  groups <- trials[[name]]
  pooled <- lapply(setNames(rules, rules), function(rule) analysed(groups[[1]], groups[[2]], rule))
  between <- max(sapply(pooled, function(each) sapply(each, function(p) p$b)))
  error <- 4 * sqrt(between * (1 / OURS + 1 / THEIRS))
  list(name = name, input = list(groups = list(rows(groups[[1]]), rows(groups[[2]])),
                                 imputations = OURS),
       tolerance = list(absolute = error),
       looser = setNames(rep(list(list(absolute = error / 5)), length(rules)), paste0(rules, ": se")),
       expected = lapply(pooled, function(each) list(
         estimate = I(sapply(each, function(p) p$qbar)),
         se = I(sapply(each, function(p) sqrt(p$t))))))
})
write_reference("reference_based", cases, list(absolute = 0), c("mice", "MASS"))
