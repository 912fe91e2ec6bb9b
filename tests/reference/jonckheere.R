# From the definition: pairs that rise, and the variance of Kendall (1970) with ties in both rankings.
source("write.R")
set.seed(33)
samples <- list(
  small = list(c(1, 1, 1, 2, 2, 3), c(1, 2, 2, 3, 3, 4), c(2, 3, 3, 4, 4, 4)),
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27), c(3.3, 7.2, 1.8, 9.6)),
  two = list(c(1, 2, 3, 4, 4), c(2, 4, 4, 5)),
  one_each = list(3, 2),
  # Hollander and Wolfe: pieces assembled, by how much the workers knew; their J is 79.
  pieces = list(c(40, 35, 38, 43, 44, 41), c(38, 40, 47, 44, 40, 42), c(48, 40, 45, 43, 46, 44)),
  unequal = list(scores(3, 5, 5), scores(60, 5, 5), scores(9, 5, 5), scores(17, 5, 5), scores(4, 5, 5)),
  long = list(rbinom(300, 28, .7), rbinom(250, 28, .66), rbinom(280, 28, .62))
)
cases <- lapply(names(samples), function(name) {
  groups <- samples[[name]]; k <- length(groups)
  j <- 0
  for (a in seq_len(k - 1)) for (b in (a + 1):k)
    j <- j + sum(outer(groups[[b]], groups[[a]], ">")) + sum(outer(groups[[b]], groups[[a]], "==")) / 2
  n <- as.numeric(lengths(groups)); t <- as.numeric(table(unlist(groups))); total <- sum(n)
  f2 <- function(x) sum(x * (x - 1)); f3 <- function(x) sum(x * (x - 1) * (x - 2))
  f5 <- function(x) sum(x * (x - 1) * (2 * x + 5))
  variance <- (f5(total) - f5(n) - f5(t)) / 72 + f2(n) * f2(t) / (8 * f2(total)) +
    (if (total > 2) f3(n) * f3(t) / (36 * f3(total)) else 0)
  z <- (j - (total^2 - sum(n^2)) / 4) / sqrt(variance)
  list(name = name, input = list(groups = lapply(groups, I)),
       expected = list("Jonckheere-Terpstra" = list(j = j, z = z, p_normal = 2 * pnorm(-abs(z)))))
})
write_reference("jonckheere", cases, list(relative = 1e-12))
