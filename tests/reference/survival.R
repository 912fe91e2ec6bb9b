# survival: survfit, survdiff, coxph, cox.zph; cmprsk: cuminc. Data sets of the survival package
# (LGPL-2 or later; lung: Loprinzi 1994, veteran: Kalbfleisch and Prentice 1980, ovarian: Edmunson
# 1979, aml: Miller 1981, pbc: Therneau and Grambsch 2000) and simulated ones with heavy ties.
source("write.R")
suppressPackageStartupMessages({library(survival); library(cmprsk)})
z <- qnorm(0.975)
places <- function(x, n = 6) I(unique(sort(x)[unique(round(seq(1, length(x), length.out = n)))]))
# JSON has no missing number: null.
gap <- function(x) if (all(is.finite(x))) x else lapply(x, function(v) if (is.finite(v)) v)
per_group <- function(d, f) lapply(split(d, d$group), f)
joined <- function(l, name) I(gap(unlist(lapply(l, `[[`, name), use.names = FALSE)))

# At some times of each group; where the curve is 0 or 1 R prints a standard error or none, we none.
curves <- function(d, shown) per_group(d, function(g) {
  fit <- survfit(Surv(time, status > 0) ~ 1, g, conf.type = "log-log")
  at <- summary(fit, times = shown[[g$group[1]]])
  end <- at$surv %in% 0:1
  list(estimate = at$surv, se = ifelse(end, NA, at$std.err), low = at$lower, high = at$upper,
       n = at$n.risk)
})
kaplan_meier <- function(d, shown) {
  k <- curves(d, shown)
  m <- per_group(d, function(g) {
    table <- summary(survfit(Surv(time, status > 0) ~ 1, g, conf.type = "log-log"))$table
    list(median = table[["median"]], low = table[["0.95LCL"]], high = table[["0.95UCL"]])
  })
  list(estimate = joined(k, "estimate"), se = joined(k, "se"), conf_low = joined(k, "low"),
       conf_high = joined(k, "high"), at_risk = joined(k, "n"), median = joined(m, "median"),
       median_low = joined(m, "low"), median_high = joined(m, "high"))
}
restricted <- function(d, tau) {
  k <- per_group(d, function(g) {
    t <- summary(survfit(Surv(time, status > 0) ~ 1, g), rmean = tau)$table
    list(estimate = t[[grep("^\\*?rmean", names(t))]], se = t[[grep("se\\(rmean", names(t))]])
  })
  mean <- unlist(joined(k, "estimate"))
  se <- unlist(joined(k, "se"))
  d <- mean[-1] - mean[1]
  s <- sqrt(se[-1]^2 + se[1]^2)
  list("restricted mean" = list(estimate = I(mean), se = I(se), conf_low = I(mean - z * se),
                                conf_high = I(mean + z * se)),
       "difference of restricted means" = list(estimate = I(d), se = I(s), z = I(d / s),
                                               p_value = I(2 * pnorm(-abs(d / s)))))
}
log_rank <- function(fit) {
  sums <- function(x) I(if (is.matrix(x)) rowSums(x) else x)
  df <- length(fit$n) - 1
  list(chi2 = fit$chisq, df = df, p_value = pchisq(fit$chisq, df, lower.tail = FALSE),
       observed = sums(fit$obs), expected = sums(fit$exp))
}
incidence <- function(d, shown) {
  d$state <- factor(d$status, 0:max(d$status))
  k <- per_group(d, function(g) {
    fit <- survfit(Surv(time, state) ~ 1, g, conf.type = "log-log")
    fit <- summary(fit, times = shown[[g$group[1]]])
    end <- fit$pstate[, -1] %in% 0:1
    list(estimate = fit$pstate[, -1], se = ifelse(end, NA, fit$std.err[, -1]),
         low = fit$lower[, -1], high = fit$upper[, -1], free = fit$pstate[, 1])
  })
  list(estimate = joined(k, "estimate"), se = joined(k, "se"), conf_low = joined(k, "low"),
       conf_high = joined(k, "high"), event_free = joined(k, "free"))
}
gray <- function(d) {
  t <- cuminc(d$time, d$status, d$group)$Tests
  list(chi2 = I(unname(t[, "stat"])), df = I(unname(t[, "df"])),
       p_value = I(unname(pchisq(t[, "stat"], t[, "df"], lower.tail = FALSE))))
}
# One more step from where R stops. (With a smaller eps it takes rounding for a step too far, and
# ends 1e-9 short of the maximum.) The score at 0 and the likelihood there are those of the first.
coxph_ <- function(f, d) {
  from <- function(...) coxph(f, d, eps = 1e-11, x = TRUE, model = TRUE, ...)
  first <- from()
  again <- from(init = coef(first))
  again$loglik <- c(first$loglik[1], again$loglik[2])
  again$score <- first$score
  again
}
cox <- function(fit) {
  s <- summary(fit)
  list(coefficient = I(unname(fit$coef)), se = I(unname(sqrt(diag(fit$var)))),
       estimate = I(unname(s$conf.int[, 1])), conf_low = I(unname(s$conf.int[, 3])),
       conf_high = I(unname(s$conf.int[, 4])), p_value = I(unname(s$coefficients[, 5])),
       likelihood_ratio = s$logtest[["test"]], score = s$sctest[["test"]],
       wald = drop(coef(fit) %*% solve(fit$var, coef(fit))), log_likelihood = I(fit$loglik))
}
schoenfeld <- function(fit) {
  km <- cox.zph(fit)$table
  id <- cox.zph(fit, "identity")$table
  by_column <- cox.zph(fit, terms = FALSE)$table
  list(chi2 = I(unname(km[, 1])), df = I(unname(km[, 2])), p_value = I(unname(km[, 3])),
       chi2_identity = I(unname(id[, 1])), chi2_of_columns = I(unname(by_column[, 1])))
}

# time, status (0 censored, 1 .. reasons), group 1 .. k, stratum 1 .. s; a formula of covariates.
case <- function(name, d, tau = NULL, covariates = NULL, complete = d) {
  d <- d[order(d$time), ]
  shown <- lapply(split(d$time, d$group), places)
  input <- c(as.list(d[c("time", "status", "group", "stratum")]), list(shown = shown, tau = tau))
  one <- transform(d, status = as.integer(status > 0))
  expected <- list(
    "Kaplan-Meier" = kaplan_meier(d, shown),
    "log-rank" = log_rank(survdiff(Surv(time, status) ~ group, one)),
    "stratified log-rank" = log_rank(survdiff(Surv(time, status) ~ group + strata(stratum), one))
  )
  if (!is.null(tau)) expected <- c(expected, restricted(d, tau))
  if (max(d$status) > 1) {
    expected[["Aalen-Johansen"]] <- incidence(d, shown)
    expected[["Gray"]] <- gray(d)
  }
  if (max(d$group) == 2) {
    fit <- coxph_(Surv(time, status) ~ group, one)
    of_one <- function(name) cox(fit)[[name]][[1]]
    names <- c("estimate", "conf_low", "conf_high", "se", "p_value")
    expected[["hazard ratio"]] <- setNames(lapply(names, of_one), names)
  }
  if (!is.null(covariates)) {
    fit <- coxph_(update(covariates, Surv(time, status) ~ .), complete)
    x <- model.matrix(fit)
    terms <- attr(model.matrix(covariates, complete), "assign")[-1] - 1
    input$cox <- list(time = complete$time, status = complete$status, terms = I(terms),
                      design = unname(split(x, col(x))))
    expected[["Cox"]] <- cox(fit)
    expected[["Schoenfeld test"]] <- schoenfeld(fit)
  }
  list(name = name, input = input, expected = expected)
}
full <- function(d, columns) d[complete.cases(d[columns]), ]

lung1 <- transform(full(lung, "ph.ecog"), status = status - 1, group = sex, stratum = ph.ecog)
veteran1 <- transform(veteran, group = as.integer(celltype), stratum = trt)
ovarian1 <- transform(ovarian, time = futime, status = fustat, group = rx, stratum = resid.ds)
aml1 <- transform(aml, group = as.integer(x), stratum = 1)
pbc1 <- transform(full(pbc, "trt"), group = trt, stratum = stage)
pbc1 <- full(pbc1, "stage")
set.seed(13)
ties <- function(n, k, weeks, reasons) {
  group <- sample(1:k, n, TRUE)
  x <- round(rnorm(n), 1)
  time <- pmin(weeks, rgeom(n, 0.03 * exp(0.4 * x + 0.2 * group)))
  status <- ifelse(time == weeks, 0, sample(0:reasons, n, TRUE, c(2, rep(3, reasons))))
  data.frame(time, status, group, stratum = sample(1:3, n, TRUE), x, severe = runif(n) < 0.4)
}
ended <- data.frame(time = c(2, 2, 3, 5, 5, 8, 1, 3, 3, 9, 10, 10), status = rep(1, 12),
                    group = rep(1:2, each = 6), stratum = 1)
cases <- list(
  case("lung", lung1, 365, ~ age + sex + ph.ecog, full(lung1, "age")),
  case("veteran, cell types", veteran1, 300, ~ trt + celltype + karno + age, veteran1),
  case("ovarian", ovarian1, 700, ~ age + group, ovarian1),
  case("aml", aml1, 45, ~ group, aml1),
  case("pbc, transplant and death", pbc1, 3000,
       ~ age + log(bili) + log(albumin) + edema, transform(pbc1, status = as.integer(status == 2))),
  case("weeks, two reasons", ties(240, 3, 16, 2), 12, ~ x + severe,
       transform(ties(240, 2, 16, 2), status = as.integer(status > 0))),
  case("four visits, three reasons", ties(90, 2, 4, 3), 4, ~ x, ties(300, 2, 4, 1)),
  case("nobody censored", ended, 10, ~ group, ended)
)
write_reference("survival", cases, list(relative = 1e-11), c("survival", "cmprsk"))
