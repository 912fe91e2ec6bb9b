# wilcox.test of each group with the first (no correction for continuity); the joint p by mvtnorm pmvnorm with
# the correlations of the u when all patients are shuffled, from the signs of all differences.
source("write.R")
suppressPackageStartupMessages(library(mvtnorm))
set.seed(32)
samples <- list(
  small = list(c(1, 1, 1, 2, 2, 3), c(1, 2, 2, 3, 3, 4), c(2, 3, 3, 4, 4, 4)),
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27), c(3.3, 7.2, 1.8, 9.6)),
  two = list(c(1, 2, 3, 4, 4), c(2, 4, 4, 5)),
  untied = list(c(1.1, 2.2, 3.3, 9.9), c(4.4, 5.5, 6.6, 7.7, 8.8), c(0.5, 10, 11, 12)),
  visits = list(scores(30, 6, 5), scores(28, 4, 4), scores(25, 3, 4), scores(25, 5, 5)),
  unequal = list(scores(3, 5, 5), scores(60, 5, 5), scores(9, 5, 5), scores(17, 5, 5)),
  floor = list(c(0, 0, 0, 0, 0, 1), c(0, 0, 0, 0, 3), c(0, 0, 0, 2, 2, 5, 5))
)
cases <- lapply(names(samples), function(name) {
  groups <- samples[[name]]
  tests <- lapply(groups[-1], function(x) suppressWarnings(wilcox.test(x, groups[[1]], exact = FALSE, correct = FALSE)))
  u <- sapply(tests, function(r) unname(r$statistic)); p <- sapply(tests, function(r) r$p.value)
  n0 <- length(groups[[1]]); n <- lengths(groups[-1])
  z <- sign(u - n0 * n / 2) * qnorm(p / 2, lower.tail = FALSE)
  s <- sign(outer(unlist(groups), unlist(groups), "-")); total <- nrow(s)
  of_pairs <- sum(s^2) / (total * (total - 1))
  of_triples <- (sum(rowSums(s)^2) - sum(s^2)) / (total * (total - 1) * (total - 2))
  b <- sqrt(n * of_triples / (of_pairs + (n0 + n - 2) * of_triples))
  corr <- outer(b, b); diag(corr) <- 1
  joint <- sapply(abs(z), function(t) if (length(z) == 1) 2 * pnorm(-t) else
    1 - pmvnorm(rep(-t, length(z)), rep(t, length(z)), corr = corr, algorithm = Miwa(steps = 1024))[1])
  list(name = name, input = list(groups = lapply(groups, I)),
       expected = list(Steel = list(u = I(u), z = I(z), p_value = I(p), p_adjusted = I(joint))))
})
write_reference("steel", cases, list(relative = 1e-12), "mvtnorm",
                looser = list("Steel: p_adjusted" = list(absolute = 1e-9)))
