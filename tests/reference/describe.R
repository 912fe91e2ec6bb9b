# mean, sd, quantile; type 6 is that of Prism and SPSS.
source("write.R")
set.seed(1)
samples <- list(
  two = c(3.5, 1.25), three = c(1, 1, 2), easi = c(35.2, 18.4, 27, 27, 41.1, 22.8, 30.3, 19.6, 27),
  long = scores(200, 2, 10) + 0.1, large = 1e6 + round(rnorm(50), 2), negative = c(-3, -1, 0, 0, 2.5)
)
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  six <- unname(quantile(x, c(.25, .5, .75), type = 6))
  seven <- unname(quantile(x, c(.25, .5, .75), type = 7))
  list(name = name, x = I(x), mean = mean(x), sd = sd(x), se = sd(x) / sqrt(length(x)),
       quartiles_6 = six, quartiles_7 = seven, minimum = min(x), maximum = max(x),
       geometric_mean = if (all(x > 0)) exp(mean(log(x))) else NULL)
})
write_reference("describe", cases, list(relative = 1e-13))
