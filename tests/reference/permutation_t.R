# coin oneway_test, exact (its p is the two-sided one by distance); exactRankTests perm.test on
# whole numbers, of which its two-sided p is the same where the groups have one size; and the
# definition, by combn, for few patients.
source("write.R")
suppressPackageStartupMessages(library(coin))
suppressPackageStartupMessages(suppressWarnings(library(exactRankTests)))
set.seed(13)
samples <- list(
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27)),
  decimals = list(c(0.1, 0.2, 0.3, 0.3), c(0.3, 0.4, 0.5, 0.7, 0.7)),
  separate = list(c(1, 2, 3), c(4, 5, 6, 7)), none = list(c(1, 4), c(2, 3)),
  one = list(9, c(1, 2, 2, 5, 7)),
  itch = list(sample(0:10, 30, TRUE), sample(2:10, 25, TRUE)),
  poem = list(rbinom(60, 28, .7), rbinom(40, 28, .6)),
  tenths = list(scores(25, 3, 5), scores(30, 3, 8)),
  even = list(rbinom(20, 50, .5), rbinom(20, 50, .6)),
  continuous = list(rnorm(9), rexp(8)), small_values = list(rnorm(7) / 1e6, rnorm(7) / 1e6 + 1e-6)
)
enumerated <- function(x, y) {
  both <- c(x, y)
  sums <- combn(length(both), length(x), function(i) sum(both[i]))
  far <- abs(sum(x) - mean(both) * length(x))
  mean(abs(sums - mean(both) * length(x)) >= far * (1 - 1e-10))
}
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]][[1]]
  y <- samples[[name]][[2]]
  long <- data.frame(v = c(x, y), g = factor(rep(1:2, c(length(x), length(y)))))
  expected <- list(estimate = mean(y) - mean(x))
  if (name != "small_values")
    expected$coin_p <- as.numeric(pvalue(oneway_test(v ~ g, long, distribution = "exact")))
  if (length(c(x, y)) < 20) expected$enumerated_p <- enumerated(x, y)
  if (name == "even") expected$exact_rank_tests_p <- perm.test(x, y, exact = TRUE)$p.value
  list(name = name, input = list(groups = list(I(x), I(y))),
       expected = list("permutation t" = expected))
})
write_reference("permutation_t", cases, list(relative = 1e-12, absolute = 1e-15),
                c("coin", "exactRankTests"))
