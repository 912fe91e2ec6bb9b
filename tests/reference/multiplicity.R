# p.adjust; cummax for the fixed sequence.
source("write.R")
set.seed(6)
samples <- list(one = 0.04, order = c(0.01, 0.04, 0.03), equal = c(0.02, 0.02, 0.5), ends = c(0, 1, 0.2),
                borderline = c(0.05, 0.049, 0.05, 0.2), tiny = c(1e-300, 3e-17, 0.9, 1e-5),
                many = round(runif(40)^3, 6))
cases <- lapply(names(samples), function(name) {
  p <- samples[[name]]
  by <- function(method) list(p_adjusted = I(p.adjust(p, method)))
  list(name = name, input = list(p_values = I(p)),
       expected = list("Holm" = by("holm"), "Bonferroni" = by("bonferroni"), "Hochberg" = by("hochberg"),
                       "Benjamini-Hochberg" = by("BH"), "fixed sequence" = list(p_adjusted = I(cummax(p)))))
})
write_reference("multiplicity", cases, list(absolute = 1e-14))
