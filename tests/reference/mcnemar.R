# binom.test and dbinom, mcnemar.test; Newcombe's tenth interval from its formula and prop.test.
# Cells: the response at both visits, lost at the second, gained at the second, at neither.
source("write.R")
tables <- list(
  # Bentur 2009 and Cavo 2012, the examples of Fagerland, Lydersen and Laake 2013.
  bentur = c(1, 1, 7, 12),
  cavo = c(59, 6, 16, 80),
  equal = c(4, 5, 5, 6),
  one = c(0, 0, 1, 0),
  only_gained = c(0, 0, 9, 13),
  only_lost = c(20, 12, 0, 0),
  against = c(1, 15, 12, 2),
  everybody = c(0, 0, 30, 0),
  many = c(5200, 1300, 1450, 2050),
  far = c(100, 20, 900, 300)
)
newcombe <- function(cells, level) {
  e <- cells[1]; g <- cells[2]; f <- cells[3]; h <- cells[4]
  n <- sum(cells)
  wilson <- function(x) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
  second <- wilson(e + f)
  first <- wilson(e + g)
  margins <- (e + f) * (g + h) * (e + g) * (f + h)
  top <- e * h - f * g
  if (top > n / 2) top <- top - n / 2 else if (top >= 0) top <- 0
  phi <- if (margins == 0) 0 else top / sqrt(margins)
  dl2 <- (e + f) / n - second[1]; du2 <- second[2] - (e + f) / n
  dl3 <- (e + g) / n - first[1]; du3 <- first[2] - (e + g) / n
  theta <- (f - g) / n
  list(estimate = theta, conf_low = theta - sqrt(dl2^2 - 2 * phi * dl2 * du3 + du3^2),
       conf_high = theta + sqrt(du2^2 - 2 * phi * du2 * dl3 + dl3^2))
}
cases <- lapply(names(tables), function(name) {
  cells <- tables[[name]]
  lost <- cells[2]
  gained <- cells[3]
  exact <- binom.test(gained, gained + lost)$p.value
  observed <- dbinom(gained, gained + lost, 0.5)
  # What was observed is two outcomes of equal probability, or one where they are equal.
  mid_p <- exact - if (gained == lost) observed / 2 else observed
  plain <- mcnemar.test(matrix(cells, 2, byrow = TRUE), correct = FALSE)
  level <- if (name == "cavo") 0.9 else 0.95
  limits <- newcombe(cells, level)
  list(name = name, input = list(cells = cells, level = level),
       expected = list(
         "McNemar exact" = c(limits, list(p_value = exact)),
         "McNemar mid-p" = c(limits, list(p_value = mid_p)),
         "McNemar" = c(limits, list(chi2 = plain$statistic, df = plain$parameter,
                                    p_value = plain$p.value))))
})
# As contingencytables 3.1.0 prints them for its examples, with four and six decimals.
printed <- function(name, cells, limits, mid_p) list(
  name = paste0(name, ", printed"), input = list(cells = cells, level = 0.95),
  expected = list("McNemar mid-p" = c(limits, list(p_value = mid_p))),
  tolerance = list(absolute = 5.1e-5), looser = list("McNemar mid-p: p_value" = list(absolute = 5.1e-7)))
cases <- c(cases, list(
  printed("cavo", tables$cavo, list(estimate = 0.0621, conf_low = 0.0046, conf_high = 0.1186), 0.034690),
  printed("bentur", tables$bentur, list(estimate = 0.2857), 0.039063)))
limits_only <- list("conf_low", "conf_high")
looser <- list()
for (method in c("McNemar exact", "McNemar mid-p", "McNemar")) for (limit in limits_only)
  looser[[paste0(method, ": ", limit)]] <- list(relative = 1e-12, absolute = 1e-13)
write_reference("mcnemar", cases, list(relative = 1e-12), looser = looser)
