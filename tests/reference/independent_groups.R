# oneway.test(var.equal), kruskal.test; rstatix dunn_test, first group against the others.
source("write.R")
suppressPackageStartupMessages(library(rstatix))
set.seed(3)
samples <- list(
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27), c(3.3, 7.2, 1.8, 9.6)),
  two = list(c(1, 2, 3, 4, 4), c(2, 4, 4, 5)),
  visits = list(scores(30, 6, 5), scores(28, 4, 4), scores(25, 3, 4), scores(25, 3, 3.5)),
  poem = list(rbinom(200, 28, .7), rbinom(150, 28, .6), rbinom(180, 28, .62)),
  unequal = list(scores(3, 5, 5), scores(60, 5, 5), scores(9, 5, 5), scores(17, 5, 5), scores(4, 5, 5))
)
cases <- lapply(names(samples), function(name) {
  groups <- samples[[name]]
  long <- data.frame(y = unlist(groups), g = factor(rep(seq_along(groups), lengths(groups))))
  anova <- oneway.test(y ~ g, long, var.equal = TRUE)
  kruskal <- kruskal.test(y ~ g, long)
  dunn <- as.data.frame(dunn_test(long, y ~ g, p.adjust.method = "none", detailed = TRUE))
  # Only the comparisons made count: rstatix would adjust for those between the others too.
  dunn <- dunn[dunn$group1 == "1", ]
  list(name = name, input = list(groups = lapply(groups, I)),
       expected = list(
         "one-way ANOVA" = list(f = unname(anova$statistic), df = unname(anova$parameter[1]),
                                df2 = unname(anova$parameter[2]), p_value = anova$p.value),
         "Kruskal-Wallis" = list(h = unname(kruskal$statistic), df = unname(kruskal$parameter),
                                 p_value = kruskal$p.value),
         Dunn = list(z = I(unname(dunn$statistic)), p_value = I(dunn$p),
                     p_adjusted = I(p.adjust(dunn$p, "bonferroni")))))
})
write_reference("independent_groups", cases, list(relative = 1e-12), "rstatix")
