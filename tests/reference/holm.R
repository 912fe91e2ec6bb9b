# p.adjust.
source("write.R")
set.seed(6)
samples <- list(one = 0.04, order = c(0.01, 0.04, 0.03), equal = c(0.02, 0.02, 0.5), ends = c(0, 1, 0.2),
                many = round(runif(40)^3, 6))
cases <- lapply(names(samples), function(name) {
  p <- samples[[name]]
  list(name = name, p = I(p), holm = I(p.adjust(p, "holm")), bonferroni = I(p.adjust(p, "bonferroni")))
})
write_reference("holm", cases, list(absolute = 1e-14))
