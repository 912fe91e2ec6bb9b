# Cochran's formula; friedman.test of the same zeros and ones must agree, and mcnemar.test for two.
source("write.R")
set.seed(9)
draw <- function(n, shares) {
  level <- runif(n)
  sapply(shares, function(share) as.integer((level + runif(n)) / 2 < share))
}
samples <- list(
  small = rbind(c(0, 0, 1), c(0, 0, 1), c(0, 1, 1), c(1, 0, 1), c(0, 0, 0), c(1, 1, 1)),
  four = draw(13, c(0.2, 0.4, 0.5, 0.7)),
  two = draw(40, c(0.3, 0.5)),
  six = draw(25, c(0.4, 0.4, 0.5, 0.5, 0.6, 0.3)),
  long = draw(900, c(0.45, 0.5, 0.5))
)
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  k <- ncol(x)
  visits <- colSums(x)
  own <- rowSums(x)
  q <- k * (k - 1) * sum((visits - mean(visits))^2) / (k * sum(own) - sum(own^2))
  stopifnot(abs(q - friedman.test(x)$statistic) < 1e-9)
  if (k == 2) stopifnot(abs(q - mcnemar.test(x[, 1], x[, 2], correct = FALSE)$statistic) < 1e-9)
  list(name = name, input = list(visits = x),
       expected = list("Cochran Q" = list(chi2 = q, df = k - 1,
                                          p_value = pchisq(q, k - 1, lower.tail = FALSE))))
})
write_reference("cochran_q", cases, list(relative = 1e-12))
