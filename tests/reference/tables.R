# chisq.test, fisher.test.
source("write.R")
tables <- list(
  tea = matrix(c(3, 1, 1, 3), 2), none = matrix(c(0, 13, 4, 8), 2), acne = matrix(c(5, 25, 1, 27), 2),
  wide = matrix(c(10, 4, 7, 9, 2, 15), 2), tall = matrix(c(12, 5, 1, 3, 9, 8, 2, 6), 4),
  large = matrix(c(1200, 98800, 1350, 98650), 2), skewed = matrix(c(2, 9998, 9, 99991), 2),
  balanced = matrix(c(10, 10, 10, 10), 2), far = matrix(c(300, 100, 50, 350), 2)
)
cases <- lapply(names(tables), function(name) {
  x <- tables[[name]]
  plain <- suppressWarnings(chisq.test(x, correct = FALSE))
  chi_square <- list(chi2 = unname(plain$statistic), df = unname(plain$parameter),
                     p_value = plain$p.value, expected_min = min(plain$expected))
  if (!all(dim(x) == 2))
    return(list(name = name, input = list(table = x), expected = list("chi-square" = chi_square)))
  yates <- suppressWarnings(chisq.test(x))
  chi_square <- c(chi_square, list("chi2, Yates" = unname(yates$statistic),
                                   "p_value, Yates" = yates$p.value))
  list(name = name, input = list(table = x),
       expected = list("chi-square" = chi_square, Fisher = list(p_value = fisher.test(x)$p.value)))
})
write_reference("tables", cases, list(relative = 1e-12))
