# wilcox.test(conf.int = TRUE) where there are neither ties nor zeros; with them every Walsh average
# sorted, and the places of the limits from psignrank. Zeros stay in (wilcox.test drops them).
source("write.R")
set.seed(10)
samples <- list(
  easi = cbind(c(35.2, 18.4, 27, 27, 41.1, 22.8, 30), c(12, 9.6, 18.4, 27, 27, 22.8, 31.5)),
  untied = cbind(c(12.1, 3.4, 7.7, 9.8, 20.2, 15.5, 6.1), c(1.3, 3.9, 5.2, 2.1, 17.6, 16.7, 5.8)),
  thirteen = cbind(round(rnorm(13, 20, 5), 3), round(rnorm(13, 16, 5), 3)),
  coarse = cbind(2 * rbinom(40, 12, 0.5), 2 * rbinom(40, 12, 0.42)),
  mostly_zero = cbind(c(4, 4, 4, 4, 4, 4, 4, 4), c(4, 4, 4, 4, 4, 4, 3, 1)),
  five = cbind(c(9, 8, 7, 5, 4), c(1, 2, 4, 6, 3)),
  long = cbind(round(rgamma(400, 3, scale = 5), 1), round(rgamma(400, 3, scale = 4.4), 1))
)
cases <- list()
for (name in names(samples)) for (level in c(0.95, 0.9)) {
  d <- round(samples[[name]][, 2] - samples[[name]][, 1], 6)
  n <- length(d)
  walsh <- outer(d, d, "+") / 2
  walsh <- round(sort(walsh[lower.tri(walsh, diag = TRUE)]), 7)
  # The largest place with at most half of 1 - level below it.
  place <- sum(psignrank(0:(n * (n + 1) / 2), n) <= (1 - level) / 2 * (1 + 1e-9))
  limits <- if (place) list(conf_low = walsh[place], conf_high = rev(walsh)[place])
            else list(conf_low = NULL, conf_high = NULL)
  if (!any(d == 0) && !any(duplicated(abs(d))) && place) {
    r <- wilcox.test(d, conf.int = TRUE, conf.level = level, exact = TRUE)
    stopifnot(abs(r$estimate - median(walsh)) < 1e-9, abs(r$conf.int - unlist(limits)) < 1e-9)
  }
  cases[[length(cases) + 1]] <- list(
    name = paste(name, level), input = list(visits = samples[[name]], level = level),
    expected = list("Hodges-Lehmann paired" = c(list(estimate = median(walsh)), limits)))
}
write_reference("signed_rank", cases, list(relative = 1e-12))
