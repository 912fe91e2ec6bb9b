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
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  d <- x[, 2] - x[, 1]
  d <- round(d, 6)
  paired <- t.test(d)
  normal <- suppressWarnings(wilcox.test(d, exact = FALSE, correct = TRUE))
  exact <- function(rule) if (nrow(x) < 100)
    pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = rule))
  friedman <- friedman.test(x)
  anova <- anova(lm(x ~ 1), X = ~1, test = "Spherical")
  heading <- attr(anova, "heading")
  epsilon <- as.numeric(sub(".*: *", "", grep("epsilon", heading, value = TRUE)))
  list(name = name, visits = x,
       paired = c(unname(paired$statistic), paired$parameter, paired$p.value, paired$conf.int),
       v = unname(normal$statistic), normal_p = normal$p.value,
       exact_wilcoxon = exact("Wilcoxon"), exact_pratt = exact("Pratt"),
       chi2 = unname(friedman$statistic), friedman_p = friedman$p.value,
       f = anova[1, "F"], anova_p = anova[1, "Pr(>F)"], p_gg = anova[1, "G-G Pr"],
       p_hf = anova[1, "H-F Pr"], epsilon_printed = epsilon)
})
# anova.mlm rounds its sums of squares, hence the wider limit for it (in the test).
write_reference("same_patients", cases, list(relative = 1e-12), "coin")
