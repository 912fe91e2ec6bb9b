# mice pool.scalar (Barnard-Rubin), t limits by qt; mitml testEstimates as a second source.
# MI-Wilson limits (Lott and Reiter 2020) as the roots of |Q - q| = t sqrt((1 + r) Q (1 - Q) / n).
source("write.R")
suppressPackageStartupMessages({
  library(mice)
  library(mitml)
})
set.seed(3)
sets <- list(
  five = list(c(-9.1, -8.7, -9.6, -8.9, -9.3), c(1.10, 1.20, 1.05, 1.15, 1.12), 29),
  endless_df = list(c(-9.1, -8.7, -9.6, -8.9, -9.3), c(1.10, 1.20, 1.05, 1.15, 1.12), Inf),
  two = list(c(0.2, 1.9), c(0.6, 0.4), 11),
  hundred = list(round(rnorm(100, -4, 0.7), 3), round(runif(100, 0.9, 1.4), 3), 57),
  mostly_missing = list(round(rnorm(20, 2, 5), 2), round(runif(20, 0.4, 0.6), 3), 250),
  little_missing = list(1 + c(-3, 0, 1, 2, 4) / 50, rep(0.25, 5), 40),
  far_from_zero = list(1e6 + c(1, 2, 4, 5), c(1, 1, 2, 1), 15),
  one_without_se = list(c(3.1, 2.9, 3), c(0, 0.3, 0.2), 9)
)
cases <- lapply(names(sets), function(name) {
  q <- sets[[name]][[1]]
  se <- sets[[name]][[2]]
  df <- sets[[name]][[3]]
  m <- length(q)
  pooled <- pool.scalar(q, se^2, n = df, k = 0)
  limits <- pooled$qbar + c(-1, 1) * qt(0.975, pooled$df) * sqrt(pooled$t)
  second <- testEstimates(qhat = matrix(q, 1), uhat = array(se^2, c(1, 1, m)),
                          df.com = if (is.finite(df)) df)$estimates
  list(name = name,
       input = list(kind = "rubin", estimates = I(q), standard_errors = I(se),
                    df_complete = if (is.finite(df)) df),
       expected = list(Rubin = list(
         estimate = pooled$qbar, se = sqrt(pooled$t), df = pooled$df,
         t = pooled$qbar / sqrt(pooled$t),
         p_value = 2 * pt(-abs(pooled$qbar / sqrt(pooled$t)), pooled$df),
         conf_low = limits[1], conf_high = limits[2], missing_information = pooled$fmi,
         efficiency = 1 / (1 + pooled$fmi / m),
         estimate_mitml = second[1, "Estimate"], se_mitml = second[1, "Std.Error"],
         df_mitml = second[1, "df"], information_mitml = second[1, "FMI"])))
})

wilson <- function(counts, n, level = 0.95) {
  p <- counts / n
  m <- length(p)
  q <- mean(p)
  u <- mean(p * (1 - p) / n)
  r <- (1 + 1 / m) * var(p) / u
  t <- qt((1 + level) / 2, (m - 1) * (1 + 1 / r)^2)
  off <- function(Q) (Q - q)^2 - t^2 * (1 + r) * Q * (1 - Q) / n
  root <- function(a, b) uniroot(off, c(a, b), tol = 1e-15, maxiter = 10000)$root
  c(q, if (q > 0) root(0, q) else 0, if (q < 1) root(q, 1) else 1)
}
proportions <- list(
  half = list(c(14, 15, 17, 16, 15, 13), 30),
  few = list(c(0, 1, 1, 0, 2, 0, 0, 1), 17),
  large = list(c(7205, 7231, 7190, 7218, 7244), 20000),
  nearly_all = list(c(11, 12, 12, 11, 12), 12)
)
cases <- c(cases, lapply(names(proportions), function(name) {
  found <- wilson(proportions[[name]][[1]], proportions[[name]][[2]])
  list(name = name, input = list(kind = "proportion", counts = I(proportions[[name]][[1]]),
                                 n = proportions[[name]][[2]]),
       tolerance = list(relative = 1e-10),
       expected = list("imputed response" = list(estimate = found[1], conf_low = found[2],
                                                   conf_high = found[3])))
}))
write_reference("rubin", cases, list(relative = 1e-12), c("mice", "mitml"))
