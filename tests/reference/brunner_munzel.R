# From the formulas of Brunner and Munzel (2000), by overall and internal ranks.
source("write.R")
set.seed(12)
samples <- list(
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27)),
  untied = list(c(1.1, 2.2, 3.3, 9.9), c(4.4, 5.5, 6.6, 7.7, 8.8)),
  two = list(c(1, 3), c(2, 4)), one_variance = list(c(1, 5), c(3, 3, 3)),
  # Brunner and Munzel's own example: pain scores on the third day after laparoscopy.
  pain = list(c(1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1), c(3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4)),
  itch = list(sample(0:10, 30, TRUE), sample(2:10, 25, TRUE)),
  unequal = list(round(rnorm(12, 20, 1), 1), round(rnorm(90, 22, 15), 1)),
  nearly_separate = list(c(1:20), c(20, 21:35)), equal = list(1:9, 1:9),
  long = list(scores(400, 3, 5), scores(350, 3, 5.2))
)
brunner_munzel <- function(x, y, level) {
  n1 <- length(x)
  n2 <- length(y)
  both <- rank(c(x, y))
  r1 <- both[1:n1]
  r2 <- both[n1 + 1:n2]
  s1 <- sum((r1 - rank(x) - mean(r1) + (n1 + 1) / 2)^2) / (n1 - 1)
  s2 <- sum((r2 - rank(y) - mean(r2) + (n2 + 1) / 2)^2) / (n2 - 1)
  p <- (mean(r2) - (n2 + 1) / 2) / n1
  se <- sqrt(s1 / (n1 * n2^2) + s2 / (n2 * n1^2))
  t <- n1 * n2 * (mean(r2) - mean(r1)) / ((n1 + n2) * sqrt(n1 * s1 + n2 * s2))
  df <- (n1 * s1 + n2 * s2)^2 / ((n1 * s1)^2 / (n1 - 1) + (n2 * s2)^2 / (n2 - 1))
  margin <- qt((1 + level) / 2, df) * se
  list(estimate = p, se = se, conf_low = max(0, p - margin), conf_high = min(1, p + margin),
       t = t, df = df, p_value = 2 * pt(-abs(t), df))
}
cases <- list()
for (name in names(samples)) for (level in c(0.95, 0.8)) {
  x <- samples[[name]][[1]]
  y <- samples[[name]][[2]]
  cases <- c(cases, list(list(
    name = paste(name, level), input = list(groups = list(I(x), I(y)), level = level),
    expected = list("Brunner-Munzel" = brunner_munzel(x, y, level)))))
}
write_reference("brunner_munzel", cases, list(relative = 1e-12, absolute = 1e-14))
