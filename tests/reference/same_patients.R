# t.test(paired), wilcox.test, coin wilcoxsign_test (exact), friedman.test, anova.mlm.
source("write.R")
suppressPackageStartupMessages(library(coin))
set.seed(5)
patients <- function(n, means, step) {
  level <- rnorm(n, 0, 5)
  round(sapply(means, function(m) pmax(0, m + level + rnorm(n, 0, 4))) / step) * step
}
samples <- list(
  easi = cbind(c(35.2, 18.4, 27, 27, 41.1, 22.8, 30), c(12, 9.6, 18.4, 27, 27, 22.8, 31.5),
               c(3.3, 7.2, 1.8, 9.6, 27, 5, 12)),
  four = patients(13, c(30, 20, 14, 12), 0.1),
  coarse = patients(40, c(12, 11, 10), 2),
  wide = patients(6, c(30, 28, 20, 14, 13, 12, 12), 0.1),
  two = patients(20, c(15, 13), 1),
  long = patients(600, c(20, 19.7, 19.5), 0.1)
)
# From the covariance of orthonormal contrasts, with epsilon of Huynh and Feldt above 1 counted as
# 1. anova.mlm rounds its sums of squares and prints epsilon with 4 digits, hence is only asked
# whether it agrees.
rm_anova <- function(x) {
  k <- ncol(x)
  n <- nrow(x)
  covariance <- cov(x %*% contr.poly(k))
  centred <- colMeans(x) - mean(x)
  f <- n * sum(centred^2) / sum(diag(covariance))
  gg <- sum(diag(covariance))^2 / ((k - 1) * sum(covariance^2))
  hf <- (n * (k - 1) * gg - 2) / ((k - 1) * (n - 1 - (k - 1) * gg))
  hf <- if (k == 2) 1 else min(1, hf)
  p <- function(epsilon) pf(f, epsilon * (k - 1), epsilon * (k - 1) * (n - 1), lower.tail = FALSE)
  made <- anova(lm(x ~ 1), X = ~1, test = "Spherical")
  close <- function(ours, column) abs(made[1, column] / ours - 1) < 1e-9
  stopifnot(close(f, "F"), close(p(1), "Pr(>F)"), close(p(gg), "G-G Pr"), close(p(hf), "H-F Pr"))
  list(f = f, df = k - 1, df2 = (k - 1) * (n - 1), p_value = p(1), epsilon_gg = gg,
       epsilon_hf = hf, p_gg = p(gg), p_hf = p(hf))
}
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  d <- x[, 2] - x[, 1]
  d <- round(d, 6)
  paired <- t.test(d)
  normal <- suppressWarnings(wilcox.test(d, exact = FALSE, correct = TRUE))
  exact <- function(rule) if (nrow(x) < 100)
    pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = rule))
  friedman <- friedman.test(x)
  list(name = name, input = list(visits = x),
       expected = list(
         "paired t" = list(t = paired$statistic, df = paired$parameter, p_value = paired$p.value,
                           conf_low = paired$conf.int[1], conf_high = paired$conf.int[2]),
         "Wilcoxon signed-rank" = list(w_plus = normal$statistic,
                                       "p_value, exact" = exact("Wilcoxon"),
                                       "p_value, exact, Pratt" = exact("Pratt"),
                                       "p_value, normal" = normal$p.value),
         "Wilcoxon signed-rank (Pratt)" = list("p_value, exact" = exact("Pratt")),
         "Friedman" = list(chi2 = friedman$statistic, df = friedman$parameter,
                           p_value = friedman$p.value),
         "RM-ANOVA" = rm_anova(x)))
})
write_reference("same_patients", cases, list(relative = 1e-12), "coin",
                looser = list("RM-ANOVA: p_gg" = list(relative = 1e-11)))
