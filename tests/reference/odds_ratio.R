# fisher.test; epitools or.midp. Both search with uniroot at its default tolerance, in the
# ratio or its inverse: their estimate and limits are right to a few digits only (two_proportions.py
# has 40), their p to all.
source("write.R")
suppressPackageStartupMessages(library(epitools))
# Rows: with the event, without it. Columns: control, group.
tables <- list(
  newcombe_a = matrix(c(48, 32, 56, 14), 2), newcombe_b = matrix(c(3, 7, 9, 1), 2),
  newcombe_c = matrix(c(2, 5, 6, 1), 2), easi_50 = matrix(c(7, 10, 9, 4), 2),
  acne = matrix(c(5, 25, 1, 27), 2), none = matrix(c(4, 8, 0, 13), 2),
  none_in_control = matrix(c(0, 13, 4, 8), 2), all = matrix(c(5, 9, 8, 0), 2),
  large = matrix(c(1200, 98800, 1350, 98650), 2)
)
finite <- function(x) if (is.finite(x)) x
cases <- lapply(names(tables), function(name) {
  x <- tables[[name]]
  # The odds of the second column over those of the first.
  fisher <- fisher.test(x[, 2:1])
  found <- list("odds ratio" = list(
    estimate = finite(fisher$estimate), conf_low = fisher$conf.int[1],
    conf_high = finite(fisher$conf.int[2]), p_value = fisher$p.value))
  if (all(x > 0) && sum(x) < 1000) {
    half <- or.midp(c(x[1, 2], x[2, 2], x[1, 1], x[2, 1]))$conf.int
    found[["odds ratio mid-p"]] <- list(conf_low = half[1], conf_high = half[2])
  }
  list(name = name, input = list(table = x), expected = found)
})
loose <- list(relative = 1e-2)
looser <- list("odds ratio: estimate" = list(relative = 1e-3), "odds ratio: conf_low" = loose,
               "odds ratio: conf_high" = loose, "odds ratio mid-p" = loose)
write_reference("odds_ratio", cases, list(relative = 1e-12), "epitools", looser)
