# oneway.test (Welch), bartlett.test; car leveneTest with the median (Brown and Forsythe).
source("write.R")
suppressPackageStartupMessages(library(car))
set.seed(11)
samples <- list(
  example = list(c(1, 1, 2), c(2, 3, 3, 4), c(1, 3, 3, 4, 4, 4)),
  two = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27)),
  skewed = list(scores(30, 2, 8), scores(13, 2, 5), scores(17, 2, 3)),
  unequal = list(round(rnorm(4, 10, 1), 1), round(rnorm(40, 11, 9), 1), round(rnorm(9, 12, 3), 1)),
  seven = lapply(1:7, function(j) scores(5 + j, 3, 4)),
  large = list(1000 + round(rnorm(300), 2), 1000 + round(rnorm(250, .1, 1.3), 2))
)
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  long <- data.frame(v = unlist(x), g = factor(rep(seq_along(x), lengths(x))))
  welch <- oneway.test(v ~ g, long)
  bartlett <- bartlett.test(v ~ g, long)
  brown <- leveneTest(v ~ g, long, center = median)
  list(name = name, input = list(groups = lapply(x, I)),
       expected = list(
         "Welch ANOVA" = list(f = unname(welch$statistic), df = unname(welch$parameter[1]),
                              df2 = unname(welch$parameter[2]), p_value = welch$p.value),
         "Bartlett" = list(chi2 = unname(bartlett$statistic), df = unname(bartlett$parameter),
                           p_value = bartlett$p.value),
         "Brown-Forsythe" = list(f = brown[1, 2], df = brown[1, 1], df2 = brown[2, 1],
                                 p_value = brown[1, 3])))
})
write_reference("spread", cases, list(relative = 1e-12), "car")
