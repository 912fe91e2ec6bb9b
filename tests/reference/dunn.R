# rstatix dunn_test for z, p and the p of all pairs; p.adjust and Sidak's formula over the comparisons made.
source("write.R")
suppressPackageStartupMessages(library(rstatix))
set.seed(31)
samples <- list(
  small = list(c(1, 1, 1, 2, 2, 3), c(1, 2, 2, 3, 3, 4), c(2, 3, 3, 4, 4, 4)),
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27), c(3.3, 7.2, 1.8, 9.6)),
  two = list(c(1, 2, 3, 4, 4), c(2, 4, 4, 5)),
  far = list(scores(60, 6, 5), scores(60, 2, 2), scores(60, 4, 4), scores(60, 6, 5)),
  unequal = list(scores(3, 5, 5), scores(60, 5, 5), scores(9, 5, 5), scores(17, 5, 5), scores(4, 5, 5)),
  floor = list(c(0, 0, 0, 0, 0, 1), c(0, 0, 0, 0, 3), c(0, 0, 0, 2, 2, 5, 5))
)
by_three <- function(p) list(
  p_adjusted = I(p.adjust(p, "bonferroni")), "p_adjusted, Holm" = I(p.adjust(p, "holm")),
  "p_adjusted, Sidak" = I(-expm1(length(p) * log1p(-p))))
cases <- lapply(names(samples), function(name) {
  groups <- samples[[name]]
  long <- data.frame(y = unlist(groups), g = factor(rep(seq_along(groups), lengths(groups))))
  all <- as.data.frame(dunn_test(long, y ~ g, p.adjust.method = "holm", detailed = TRUE))
  stopifnot(all.equal(all$p.adj, p.adjust(all$p, "holm")))
  # rstatix would adjust the comparisons with the control for those between the others too.
  with_control <- all[all$group1 == "1", ]
  of <- function(d) c(list(z = I(unname(d$statistic)), p_value = I(d$p)), by_three(d$p))
  list(name = name, input = list(groups = lapply(groups, I)),
       expected = list(Dunn = of(with_control), "Dunn all pairs" = of(all)))
})
write_reference("dunn", cases, list(relative = 1e-12), "rstatix")
