# nlme gls: every covariance structure, REML and ML, on public data with and without missing visits.
source("write.R")
suppressPackageStartupMessages(library(nlme))
orthodont <- data.frame(y = Orthodont$distance, visit = Orthodont$age,
                        subject = as.character(Orthodont$Subject),
                        sex = as.character(Orthodont$Sex))
# Every seventh value absent, so that patients differ in the visits that they have.
gaps <- orthodont[-seq(4, 108, 7), ]
# Body weights of rats (Crowder and Hand 1990): 16 rats, 3 diets, four of the days.
rats <- BodyWeight[BodyWeight$Time %in% c(8, 22, 36, 50), ]
first <- BodyWeight[BodyWeight$Time == 1, ]
rats <- data.frame(y = rats$weight, visit = rats$Time, subject = as.character(rats$Rat),
                   diet = as.character(rats$Diet),
                   baseline = first$weight[match(rats$Rat, first$Rat)])
sets <- list(
  orthodont = list(orthodont, y ~ visit * sex),
  gaps = list(gaps, y ~ visit * sex),
  rats = list(rats[-c(5, 18, 35, 36, 50), ], y ~ visit + diet + baseline)
)
structures <- function(k) list(
  "unstructured" = list(corSymm(form = ~ place | subject), TRUE),
  "heterogeneous Toeplitz" = list(corARMA(form = ~ place | subject, p = k - 1), TRUE),
  "heterogeneous AR(1)" = list(corAR1(form = ~ place | subject), TRUE),
  "heterogeneous compound symmetry" = list(corCompSymm(form = ~ place | subject), TRUE),
  "Toeplitz" = list(corARMA(form = ~ place | subject, p = k - 1), FALSE),
  "AR(1)" = list(corAR1(form = ~ place | subject), FALSE),
  "compound symmetry" = list(corCompSymm(form = ~ place | subject), FALSE))
cases <- lapply(names(sets), function(name) {
  data <- sets[[name]][[1]]
  formula <- sets[[name]][[2]]
  days <- sort(unique(data$visit))
  data$place <- match(data$visit, days)
  data$visit <- factor(data$visit)
  data <- data[order(data$subject, data$place), ]
  expected <- list()
  for (structure in names(structures(4))) for (method in c("REML", "ML")) {
    parts <- structures(length(days))[[structure]]
    weights <- if (parts[[2]]) varIdent(form = ~ 1 | visit)
    control <- glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 2000)
    fit <- gls(formula, data, correlation = parts[[1]], weights = weights, method = method,
               control = control)
    key <- paste(method, structure)
    expected[[paste0(key, ": estimate")]] <- unname(coef(fit))
    # gls enlarges the covariance after ML by N / (N - p); the likelihood's own is without.
    size <- length(fit$residuals)
    shrink <- if (method == "ML") (size - length(coef(fit))) / size else 1
    expected[[paste0(key, ": se")]] <- unname(sqrt(shrink * diag(vcov(fit))))
    expected[[paste0(key, ": log likelihood")]] <- as.numeric(logLik(fit))
  }
  data$place <- NULL
  data$visit <- as.numeric(as.character(data$visit))
  list(name = name, input = list(formula = deparse(formula), data = as.list(data)),
       expected = list(MMRM = expected))
})
write_reference("mmrm_gls", cases, list(relative = 3e-11), "nlme")
# The likelihood is flat at its maximum: gls finds it to 1e-11, coefficients to 1e-5 of their
# standard errors. Coefficients are in mm and g, with standard errors from 0.3 to 14.
quantities <- grep("likelihood", names(cases[[1]]$expected$MMRM), value = TRUE, invert = TRUE)
looser <- setNames(lapply(quantities, function(q) list(relative = 3e-6, absolute = 5e-5)),
                   paste("MMRM:", quantities))
text <- readLines("mmrm_gls.json")
text[1] <- sub("{", paste0('{"looser":', toJSON(looser, auto_unbox = TRUE, digits = NA), ","),
               text[1], fixed = TRUE)
writeLines(text, "mmrm_gls.json")
