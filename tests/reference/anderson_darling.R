# nortest ad.test.
source("write.R")
suppressPackageStartupMessages(library(nortest))
set.seed(15)
samples <- list(
  eight = c(1, 2, 4, 9, 3, 3.5, 1, 8),
  easi = c(35.2, 18.4, 27, 27, 41.1, 22.8, 30.3, 19.6, 27, 16.2, 50, 33.3, 21),
  even = qnorm(ppoints(50)), outlier = c(rep(0, 10), 100), tied = rep(c(0, 1, 2, 3), c(20, 10, 5, 2)),
  gamma = scores(80, 2, 8), normal = round(rnorm(500, 50, 10), 2), far = c(round(rnorm(60), 1), 40),
  many = round(rnorm(6000), 2), t = round(rt(20000, 8), 2)
)
cases <- lapply(names(samples), function(name) {
  test <- ad.test(samples[[name]])
  counted <- table(samples[[name]])
  list(name = name, input = list(values = I(as.numeric(names(counted))), counts = I(as.vector(counted))),
       expected = list("Anderson-Darling" = list(a2 = unname(test$statistic),
                                                 p_value = test$p.value)))
})
write_reference("anderson_darling", cases, list(relative = 1e-10, absolute = 1e-300), "nortest")
