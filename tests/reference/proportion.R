# binom.test; prop.test(correct = FALSE).
source("write.R")
grid <- rbind(c(0, 13), c(1, 13), c(9, 13), c(13, 13), c(0, 1), c(1, 1), c(15, 30), c(3, 1000), c(123456, 30000000))
cases <- lapply(seq_len(nrow(grid)), function(i) {
  x <- grid[i, 1]
  n <- grid[i, 2]
  at_levels <- function(limits) {
    wide <- suppressWarnings(limits(0.95))
    narrow <- suppressWarnings(limits(0.9))
    list(conf_low = wide[1], conf_high = wide[2],
         "conf_low, 90 %" = narrow[1], "conf_high, 90 %" = narrow[2])
  }
  list(name = paste(x, "of", format(n, scientific = FALSE)), input = list(x = x, n = n),
       expected = list(
         Wilson = at_levels(function(level) prop.test(x, n, conf.level = level, correct = FALSE)$conf.int),
         "Clopper-Pearson" = at_levels(function(level) binom.test(x, n, conf.level = level)$conf.int)))
})
write_reference("proportion", cases, list(absolute = 1e-12))
