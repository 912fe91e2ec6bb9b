# t.test, wilcox.test; coin wilcox_test, exact under ties (its p is the two-sided one by distance).
source("write.R")
suppressPackageStartupMessages(library(coin))
set.seed(4)
samples <- list(
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27)),
  untied = list(c(1.1, 2.2, 3.3, 9.9), c(4.4, 5.5, 6.6, 7.7, 8.8)),
  separate = list(c(1, 2, 3), c(4, 5, 6, 7)),
  itch = list(sample(0:10, 30, TRUE), sample(2:10, 25, TRUE)),
  poem = list(rbinom(60, 28, .7), rbinom(40, 28, .6)),
  one_level = list(c(rep(0, 20), 1), c(rep(0, 9), 1, 1, 2)),
  long = list(scores(400, 3, 5), scores(350, 3, 5.2))
)
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]][[1]]
  y <- samples[[name]][[2]]
  student <- t.test(y, x, var.equal = TRUE)
  welch <- t.test(y, x)
  normal <- suppressWarnings(wilcox.test(y, x, exact = FALSE, correct = TRUE))
  long <- data.frame(v = c(x, y), g = factor(rep(1:2, c(length(x), length(y)))))
  exact <- if (length(c(x, y)) < 200) pvalue(wilcox_test(v ~ g, long, distribution = "exact"))
  t_test <- function(r) list(t = r$statistic, df = r$parameter, p_value = r$p.value,
                             conf_low = r$conf.int[1], conf_high = r$conf.int[2])
  list(name = name, input = list(groups = list(I(x), I(y))),
       expected = list("Student t" = t_test(student), "Welch t" = t_test(welch),
                       "Mann-Whitney" = list(u = unname(normal$statistic), p_exact = exact,
                                             p_normal = normal$p.value)))
})
write_reference("two_groups", cases, list(relative = 1e-12), "coin")
