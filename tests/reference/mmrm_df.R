# Degrees of freedom of compound symmetry, which is a random intercept: pbkrtest (Kenward-Roger,
# expected information) and lmerTest (Satterthwaite, observed information); F tests of type III.
source("write.R")
suppressPackageStartupMessages({library(lmerTest); library(pbkrtest); library(nlme)})
orthodont <- data.frame(y = Orthodont$distance, visit = Orthodont$age,
                        subject = as.character(Orthodont$Subject),
                        sex = as.character(Orthodont$Sex))
few <- orthodont[orthodont$subject %in% unique(orthodont$subject)[c(1:5, 17:22)], ]
sets <- list(orthodont = orthodont, gaps = orthodont[-seq(4, 108, 7), ],
             few = few[-c(2, 7, 8, 21, 30, 31, 40), ])
cases <- lapply(names(sets), function(name) {
  data <- sets[[name]]
  model_data <- transform(data, visit = factor(visit), sex = factor(sex))
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
  fit <- lmer(y ~ visit * sex + (1 | subject), model_data, control = control)
  p <- length(fixef(fit))
  adjusted <- vcovAdj(fit)
  one <- function(j) getKR(KRmodcomp(fit, diag(p)[j, , drop = FALSE]), "ddf")
  sums <- lmer(y ~ visit * sex + (1 | subject), model_data, control = control,
               contrasts = list(visit = contr.sum, sex = contr.sum))
  by_kr <- anova(sums, type = 3, ddf = "Kenward-Roger")
  by_sat <- anova(sums, type = 3, ddf = "Satterthwaite")
  tests <- function(a) list(f = a$"F value", df = a$NumDF, df2 = a$DenDF)
  sat <- coef(summary(fit))
  expected <- list(
    "estimate" = unname(fixef(fit)), "model se" = unname(sat[, "Std. Error"]),
    "Kenward-Roger se" = unname(sqrt(diag(as.matrix(adjusted)))),
    "Kenward-Roger df" = vapply(seq_len(p), one, 1), "Satterthwaite df" = unname(sat[, "df"]),
    "Kenward-Roger type III" = unlist(tests(by_kr), use.names = FALSE),
    "Satterthwaite type III" = unlist(tests(by_sat), use.names = FALSE))
  list(name = name, input = list(formula = "y ~ visit * sex", data = as.list(data)),
       expected = list(MMRM = expected))
})
# The denominator degrees of freedom of Satterthwaite's F depend a little on the contrasts that
# span the hypothesis, which are ours and lmerTest's.
write_reference("mmrm_df", cases, list(relative = 1e-6), c("lme4", "lmerTest", "pbkrtest"))
text <- readLines("mmrm_df.json")
looser <- '{"looser":{"MMRM: Satterthwaite type III":{"relative":1e-4}},'
text[1] <- sub("{", looser, text[1], fixed = TRUE)
writeLines(text, "mmrm_df.json")
