# binom.test; prop.test(correct = FALSE).
source("write.R")
grid <- rbind(c(0, 13), c(1, 13), c(9, 13), c(13, 13), c(0, 1), c(1, 1), c(15, 30), c(3, 1000), c(123456, 30000000))
cases <- lapply(seq_len(nrow(grid)), function(i) {
  x <- grid[i, 1]
  n <- grid[i, 2]
  list(name = paste(x, "of", format(n, scientific = FALSE)), x = x, n = n,
       wilson_95 = as.vector(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int),
       wilson_90 = as.vector(suppressWarnings(prop.test(x, n, conf.level = 0.9, correct = FALSE))$conf.int),
       clopper_pearson_95 = as.vector(binom.test(x, n)$conf.int),
       clopper_pearson_90 = as.vector(binom.test(x, n, conf.level = 0.9)$conf.int))
})
write_reference("proportion", cases, list(absolute = 1e-12))
