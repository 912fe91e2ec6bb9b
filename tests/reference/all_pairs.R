# TukeyHSD; Games-Howell by its formula with ptukey and qtukey, and rstatix games_howell_test (which rounds p to
# three digits).
source("write.R")
suppressPackageStartupMessages(library(rstatix))
set.seed(8)
samples <- list(
  small = list(c(1, 1, 1, 2, 2, 3), c(1, 2, 2, 3, 3, 4), c(2, 3, 3, 4, 4, 4)),
  easi = list(c(35.2, 18.4, 27, 27, 41.1, 22.8), c(12, 9.6, 18.4, 7.2, 27), c(3.3, 7.2, 1.8, 9.6)),
  two = list(c(1, 2, 3, 4, 4), c(2, 4, 4, 5)),
  visits = list(scores(30, 6, 5), scores(28, 4, 4), scores(25, 3, 4), scores(25, 3, 3.5)),
  poem = list(rbinom(200, 28, .7), rbinom(150, 28, .6), rbinom(180, 28, .62)),
  unequal = list(scores(3, 5, 5), scores(60, 5, 5), scores(9, 5, 5), scores(17, 5, 5), scores(4, 5, 5)),
  spreads = list(round(rnorm(12, 20, 1), 2), round(rnorm(9, 21, 9), 2), round(rnorm(15, 23, 3), 2)),
  alike = list(c(5, 6, 7, 8), c(5, 6, 7, 8), c(6, 7, 8, 9)),
  many = lapply(1:8, function(j) scores(10 + j, 4, 3 + j / 4)),
  pairs = list(c(1, 2), c(2, 4), c(9, 9.5))
)
pairs_of <- function(k) t(combn(k, 2))
games_howell <- function(groups) {
  m <- sapply(groups, mean); v <- sapply(groups, var); n <- lengths(groups); k <- length(groups)
  i <- pairs_of(k)[, 1]; j <- pairs_of(k)[, 2]
  se <- sqrt(v[i] / n[i] + v[j] / n[j]); estimate <- m[j] - m[i]; t <- estimate / se
  df <- se^4 / ((v[i] / n[i])^2 / (n[i] - 1) + (v[j] / n[j])^2 / (n[j] - 1))
  # ptukey answers from 2 degrees of freedom on.
  margin <- suppressWarnings(qtukey(.95, k, df)) / sqrt(2) * se
  p <- suppressWarnings(ptukey(abs(t) * sqrt(2), k, df, lower.tail = FALSE))
  list(estimate = I(estimate), se = I(se), t = I(t), df = I(df), p_adjusted = I(p),
       conf_low = I(estimate - margin), conf_high = I(estimate + margin))
}
finite <- function(x) Filter(function(y) all(is.finite(y)), x)
cases <- lapply(names(samples), function(name) {
  groups <- samples[[name]]
  long <- data.frame(y = unlist(groups), g = factor(rep(seq_along(groups), lengths(groups))))
  hsd <- TukeyHSD(aov(y ~ g, long))$g
  stopifnot(rownames(hsd) == apply(pairs_of(length(groups)), 1, function(p) paste0(p[2], "-", p[1])))
  by_hand <- finite(games_howell(groups))
  if (!is.null(by_hand$p_adjusted)) {
    theirs <- as.data.frame(games_howell_test(long, y ~ g, detailed = TRUE))
    stopifnot(all(abs(theirs$estimate - by_hand$estimate) < 1e-9),
              all(abs(theirs$p.adj - by_hand$p_adjusted) < 5.1e-4),
              all(abs(theirs$df - by_hand$df) < 1e-9))
  }
  # With 3 degrees of freedom ptukey keeps 5 digits.
  looser <- if (name == "pairs") list("Tukey-Kramer: p_adjusted" = list(absolute = 1e-5))
  c(list(name = name), if (!is.null(looser)) list(looser = looser), list(input = list(groups = lapply(groups, I)),
       expected = list(
         "Tukey-Kramer" = list(estimate = I(unname(hsd[, "diff"])), p_adjusted = I(unname(hsd[, "p adj"])),
                               conf_low = I(unname(hsd[, "lwr"])), conf_high = I(unname(hsd[, "upr"]))),
         "Games-Howell" = by_hand)))
})
# ptukey keeps 8 to 10 digits and qtukey 4; the integral of studentized_range.py decides.
absolute <- function(x) list(absolute = x)
write_reference("all_pairs", cases, list(relative = 1e-12, absolute = 1e-13), "rstatix", looser = list(
  "Tukey-Kramer: p_adjusted" = absolute(1e-8), "Games-Howell: p_adjusted" = absolute(1e-8),
  "Tukey-Kramer: conf_low" = absolute(2e-4), "Tukey-Kramer: conf_high" = absolute(2e-4),
  "Games-Howell: conf_low" = absolute(2e-4), "Games-Howell: conf_high" = absolute(2e-4)))
