# emmeans on nlme gls: least-squares means and differences; covariates at their mean.
source("write.R")
suppressPackageStartupMessages({library(nlme); library(emmeans)})
rats <- BodyWeight[BodyWeight$Time %in% c(8, 22, 36, 50), ]
first <- BodyWeight[BodyWeight$Time == 1, ]
rats <- data.frame(y = rats$weight, visit = rats$Time, subject = as.character(rats$Rat),
                   diet = as.character(rats$Diet),
                   baseline = first$weight[match(rats$Rat, first$Rat)])
rats <- rats[-c(5, 18, 35, 36, 50), ]
text <- "y ~ visit * diet + baseline:visit"
data <- rats
data$place <- match(data$visit, sort(unique(data$visit)))
data$visit <- factor(data$visit)
data <- data[order(as.numeric(data$subject), data$place), ]
data$diet <- factor(data$diet)
control <- glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 2000)
cases <- list(list(name = "rats", input = list(formula = text, data = as.list(rats)),
                   expected = list(MMRM = list())))
for (structure in c("AR(1)", "compound symmetry")) {
  place <- ~ place | subject
  cor <- if (structure == "AR(1)") corAR1(form = place) else corCompSymm(form = place)
  fit <- gls(y ~ visit + diet + visit:diet + visit:baseline, data, correlation = cor, method = "REML", control = control)
  put <- function(what, table) {
    table <- as.data.frame(table)
    estimate <- table[[intersect(c("emmean", "estimate"), names(table))]]
    for (q in c("estimate", "se"))
      cases[[1]]$expected$MMRM[[paste0(structure, " ", what, ": ", q)]] <<-
        switch(q, estimate = estimate, se = table$SE)
  }
  means <- emmeans(fit, ~ diet | visit, mode = "df.error")
  put("means by visit", means)
  put("differences by visit", contrast(means, "trt.vs.ctrl1", adjust = "none"))
  put("means", emmeans(fit, ~ diet, mode = "df.error"))
  visits <- emmeans(fit, ~ visit | diet, mode = "df.error")
  put("changes", contrast(visits, "trt.vs.ctrl1", adjust = "none"))
  put("at 400", emmeans(fit, ~ diet | visit, at = list(baseline = 400), mode = "df.error"))
}
write_reference("mmrm_means", cases, list(relative = 2e-6), c("nlme", "emmeans"))
