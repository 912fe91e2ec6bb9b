# poisson.test of one rate and of the ratio of two.
source("write.R")
# The first row of each pair is the control: events, patient-years.
single <- rbind(c(14, 400), c(0, 7.5), c(1, 7.2), c(7, 6.4), c(53, 2247), c(11, 2247), c(224, 2247),
                c(12345, 1234567.8))
rates <- lapply(seq_len(nrow(single)), function(i) {
  x <- single[i, 1]
  years <- single[i, 2]
  limits <- function(level) 100 * as.vector(poisson.test(x, years, conf.level = level)$conf.int)
  list(name = paste(x, "in", format(years, scientific = FALSE), "years"),
       input = list(events = x, patient_years = years),
       expected = list("exact Poisson rate" = list(
         estimate = 100 * x / years, conf_low = limits(0.95)[1], conf_high = limits(0.95)[2],
         "conf_low, 90 %" = limits(0.9)[1], "conf_high, 90 %" = limits(0.9)[2])))
})
pairs <- list(
  zoster = list(c(4, 11), c(30.5, 28.2)), control_without = list(c(0, 3), c(12, 20)),
  group_without = list(c(5, 0), c(12, 20)), equal = list(c(6, 6), c(10, 10)),
  one = list(c(0, 1), c(7.2, 7.2)), herpes = list(c(53, 224), c(1120, 1127)),
  unequal = list(c(3, 2), c(4000.25, 12.5)), large = list(c(15321, 14980), c(120000, 121000)),
  far = list(c(2, 90), c(50, 50))
)
finite <- function(x) if (is.finite(x)) x
ratios <- lapply(names(pairs), function(name) {
  x <- pairs[[name]][[1]]
  years <- pairs[[name]][[2]]
  found <- poisson.test(rev(x), rev(years))
  list(name = name, input = list(events = x, patient_years = years),
       expected = list("rate ratio" = list(
         estimate = finite(found$estimate), conf_low = found$conf.int[1],
         conf_high = finite(found$conf.int[2]), p_value = found$p.value)))
})
write_reference("rates", c(rates, ratios), list(relative = 1e-12))
