# mean, sd, quantile; type 6 is that of Prism and SPSS.
source("write.R")
set.seed(1)
samples <- list(
  two = c(3.5, 1.25), three = c(1, 1, 2), easi = c(35.2, 18.4, 27, 27, 41.1, 22.8, 30.3, 19.6, 27),
  long = scores(200, 2, 10) + 0.1, large = 1e6 + round(rnorm(50), 2), negative = c(-3, -1, 0, 0, 2.5)
)
# In whole hundredths about the first value: R takes 1000000.95 for the nearest binary fraction,
# dermcohort for what was typed.
exact_sd <- function(x) sd(round(100 * (x - x[1]))) / 100
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  six <- unname(quantile(x, c(.25, .5, .75), type = 6))
  seven <- unname(quantile(x, c(.25, .75), type = 7))
  list(name = name, input = list(values = I(x)),
       expected = list(descriptives = list(
         mean = mean(x), sd = exact_sd(x), se = exact_sd(x) / sqrt(length(x)), min = min(x), max = max(x),
         median = six[2], "q1, type 6" = six[1], "q3, type 6" = six[3],
         "q1, type 7" = seven[1], "q3, type 7" = seven[2],
         geometric_mean = if (all(x > 0)) exp(mean(log(x))))))
})
write_reference("describe", cases, list(relative = 1e-13))
