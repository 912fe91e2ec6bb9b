# effectsize. Its limits of Hedges' g come from a search that stops at 7 digits (more are in
# hedges_g.json), those of the rank-based ones from another method: of these the estimates only.
source("write.R")
suppressPackageStartupMessages(library(effectsize))
set.seed(14)
samples <- list(
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27)),
  untied = list(c(1.1, 2.2, 3.3, 9.9), c(4.4, 5.5, 6.6, 7.7, 8.8)),
  two = list(c(1, 3), c(2, 5)), separate = list(c(1, 2, 3), c(4, 5, 6, 7)),
  itch = list(sample(0:10, 30, TRUE), sample(2:10, 25, TRUE)),
  large_effect = list(round(rnorm(20, 5, 1), 1), round(rnorm(15, 9, 1.5), 1)),
  long = list(scores(400, 3, 5), scores(350, 3, 5.2))
)
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]][[1]]
  y <- samples[[name]][[2]]
  # It warns of groups of two, and takes them.
  g <- suppressWarnings(hedges_g(y, x))
  list(name = name, input = list(groups = list(I(x), I(y))),
       expected = list(
         "Hedges g" = list(estimate = g$Hedges_g, cohen_d = suppressWarnings(cohens_d(y, x))$Cohens_d,
                           conf_low = g$CI_low, conf_high = g$CI_high),
         "probability of superiority" = list(
           estimate = suppressWarnings(p_superiority(y, x, parametric = FALSE))$p_superiority),
         "Cliff delta" = list(estimate = suppressWarnings(cliffs_delta(y, x))$r_rank_biserial),
         "rank-biserial" = list(estimate = suppressWarnings(rank_biserial(y, x))$r_rank_biserial)))
})
search <- list("Hedges g: conf_low" = list(relative = 1e-6),
               "Hedges g: conf_high" = list(relative = 1e-6))
write_reference("effect_sizes", cases, list(relative = 1e-12, absolute = 1e-14), "effectsize", search)
