# wilcox.test (exact = TRUE) and coin confint, both without ties; with ties and for large groups
# the definition: the median of outer(y, x, "-"), and its k-th value from either end.
source("write.R")
suppressPackageStartupMessages(library(coin))
set.seed(11)
# Two groups of scores in steps of 1/20, none of which occurs twice.
distinct <- function(m, n) {
  drawn <- sample(round(seq(0.05, 72, by = 0.05), 2), m + n)
  list(drawn[1:m], drawn[-(1:m)])
}
untied <- list(
  tiny = list(c(1, 2.5, 3), c(2, 5.5, 7)), small = list(c(1.1, 2.2, 3.3, 9.9), c(4.4, 5.5, 6.6, 7.7, 8.8)),
  fewest = list(c(3.1, 1.2, 8.5, 7), c(2.7, 9.6, 5, 6.6)),
  separate = list(c(1, 2, 3, 3.5), c(4, 5, 6, 7, 8, 9)),
  one = distinct(1, 60), unequal = distinct(3, 45), easi = distinct(30, 25),
  continuous = list(rnorm(20), rexp(22)), negative = lapply(distinct(12, 9), "-"),
  forty = distinct(40, 49)
)
of_r <- function(x, y, level) {
  test <- suppressWarnings(wilcox.test(y, x, exact = TRUE, conf.int = TRUE, conf.level = level))
  list(estimate = unname(test$estimate), conf_low = test$conf.int[1], conf_high = test$conf.int[2])
}
of_coin <- function(x, y, level) {
  long <- data.frame(v = c(y, x), g = factor(rep(1:2, c(length(y), length(x)))))
  test <- wilcox_test(v ~ g, long, distribution = "exact", conf.int = TRUE, conf.level = level)
  limits <- confint(test)
  list(coin_estimate = unname(limits$estimate), coin_low = limits$conf.int[1],
       coin_high = limits$conf.int[2])
}
ordered <- function(x, y) sort(as.vector(outer(y, x, "-")))
by_definition <- function(x, y, k) {
  d <- ordered(x, y)
  list(estimate = median(d), conf_low = if (k) d[k], conf_high = if (k) d[length(d) + 1 - k])
}
exact_k <- function(x, y, level) qwilcox((1 - level) / 2, length(x), length(y))
normal_k <- function(x, y, level) {
  m <- length(x)
  n <- length(y)
  max(ceiling(m * n / 2 - 0.5 - qnorm((1 + level) / 2) * sqrt(m * n * (m + n + 1) / 12)), 0)
}
case <- function(name, x, y, level, expected) {
  list(name = name, input = list(groups = list(I(x), I(y)), level = level),
       expected = list("Hodges-Lehmann" = expected))
}
cases <- list()
for (name in names(untied)) for (level in c(0.9, 0.95)) {
  x <- untied[[name]][[1]]
  y <- untied[[name]][[2]]
  expected <- of_r(x, y, level)
  # 3 against 3 reach exactly 90 %, and not 95 %, for which R gives what it has.
  reached <- 2 * pwilcox(0, length(x), length(y)) <= 1 - level + 1e-12
  if (!reached) expected[2:3] <- list(NULL)
  if (exact_k(x, y, level) > 0) expected <- c(expected, of_coin(x, y, level))
  cases <- c(cases, list(case(paste(name, level), x, y, level, expected)))
}
tied <- list(
  few = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27)),
  decimals = list(c(0.1, 0.2, 0.3, 0.3), c(0.3, 0.4, 0.5, 0.7, 0.7)),
  itch = list(sample(0:10, 30, TRUE), sample(2:10, 25, TRUE)),
  poem = list(rbinom(60, 28, .7), rbinom(40, 28, .6)),
  two_values = list(rep(0:1, c(9, 2)), rep(0:1, c(3, 8))),
  hundred = list(scores(100, 3, 5), scores(110, 3, 5.2))
)
for (name in names(tied)) {
  x <- tied[[name]][[1]]
  y <- tied[[name]][[2]]
  cases <- c(cases, list(case(name, x, y, 0.95, by_definition(x, y, exact_k(x, y, 0.95)))))
}
large <- list(tied = list(scores(400, 3, 5), scores(350, 3, 5.2)),
              distinct = list(round(rgamma(500, 3) * 5, 6), round(rgamma(600, 3) * 5.2, 6)))
for (name in names(large)) {
  x <- large[[name]][[1]]
  y <- large[[name]][[2]]
  expected <- by_definition(x, y, normal_k(x, y, 0.95))
  if (name == "distinct") {
    # By root finding, to 1e-4.
    test <- wilcox.test(y, x, exact = FALSE, conf.int = TRUE)
    expected <- c(expected, list(root_low = test$conf.int[1], root_high = test$conf.int[2]))
  }
  cases <- c(cases, list(case(paste("large", name), x, y, 0.95, expected)))
}
roots <- list("Hodges-Lehmann: root_low" = list(absolute = 3e-4),
              "Hodges-Lehmann: root_high" = list(absolute = 3e-4))
write_reference("hodges_lehmann", cases, list(relative = 1e-13, absolute = 1e-13), "coin", roots)
