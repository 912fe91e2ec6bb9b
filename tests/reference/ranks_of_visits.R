# quade.test; Dunn's comparisons after Friedman from Prism's formula, with rank and pnorm.
source("write.R")
set.seed(8)
patients <- function(n, means, step) {
  level <- rnorm(n, 0, 5)
  round(sapply(means, function(m) pmax(0, m + level + rnorm(n, 0, 4))) / step) * step
}
samples <- list(
  easi = cbind(c(35.2, 18.4, 27, 27, 41.1, 22.8, 30), c(12, 9.6, 18.4, 27, 27, 22.8, 31.5),
               c(3.3, 7.2, 1.8, 9.6, 27, 5, 12)),
  # The example of ?quade.test: sales of five brands in seven stores (Conover 1999, p. 375).
  conover = rbind(c(5, 4, 7, 10, 12), c(1, 3, 1, 0, 2), c(16, 12, 22, 22, 35), c(5, 4, 3, 5, 4),
                  c(10, 9, 7, 13, 10), c(19, 18, 28, 37, 58), c(10, 7, 6, 8, 7)),
  # In binary fractions 0.3 - 0.1 is not 0.4 - 0.2; in both programs here they are tied.
  decimals = cbind(c(0.1, 0.2, 0.7, 1.1), c(0.3, 0.4, 0.9, 1.0), c(0.2, 0.3, 0.8, 1.4)),
  constant = rbind(c(4, 4, 4), c(9, 4, 3), c(8, 2, 5), c(5, 5, 1), c(3, 3, 3)),
  coarse = patients(40, c(12, 11, 10), 2),
  wide = patients(6, c(30, 28, 20, 14, 13, 12, 12), 0.1),
  two = patients(20, c(15, 13), 1),
  long = patients(900, c(20, 19.7, 19.5), 0.1)
)
after_friedman <- function(x) {
  n <- nrow(x)
  k <- ncol(x)
  mean_rank <- colMeans(t(apply(x, 1, rank)))
  estimate <- (mean_rank - mean_rank[1])[-1]
  z <- estimate / sqrt(k * (k + 1) / (6 * n))
  p <- 2 * pnorm(-abs(z))
  list(estimate = I(estimate), z = I(z), p_value = I(p), p_adjusted = I(pmin(1, (k - 1) * p)))
}
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  # quade.test ranks the ranges as floats. In tenths they are whole, and ties are seen.
  found <- quade.test(round(10 * x))
  list(name = name, input = list(visits = x),
       expected = list(
         "Quade" = list(f = found$statistic, df = found$parameter[1], df2 = found$parameter[2],
                        p_value = found$p.value),
         "Dunn after Friedman" = after_friedman(x)))
})
# A mean rank in floats may miss 0 by rounding.
write_reference("ranks_of_visits", cases, list(relative = 1e-12),
                looser = list("Dunn after Friedman" = list(relative = 1e-12, absolute = 1e-14)))
