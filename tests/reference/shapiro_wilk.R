# shapiro.test, algorithm AS R94.
source("write.R")
set.seed(2)
samples <- list(
  three = c(1, 2, 4), three_tied = c(1, 1, 2), four = c(1, 2, 4, 9), five = c(3, 3.5, 1, 8, 2),
  six = c(1, 2, 3, 4, 5, 7), eleven = round(rnorm(11), 2), twelve = round(rnorm(12), 2),
  easi = c(35.2, 18.4, 27, 27, 41.1, 22.8, 30.3, 19.6, 27, 16.2, 50, 33.3, 21),
  outlier = c(rep(0, 10), 100), tied = rep(c(0, 1, 2, 3), c(20, 10, 5, 2)),
  gamma = scores(80, 2, 8), normal = round(rnorm(500, 50, 10), 2),
  many = round(rnorm(1999), 3), most = round(rt(5000, 8), 2)
)
cases <- lapply(names(samples), function(name) {
  x <- samples[[name]]
  test <- shapiro.test(x)
  counted <- table(x)
  list(name = name,
       input = list(values = as.numeric(names(counted)), counts = as.vector(counted)),
       expected = list("Shapiro-Wilk" = list(w = unname(test$statistic), p_value = test$p.value)))
})
write_reference("shapiro_wilk", cases, list(relative = 1e-10, absolute = 1e-15))
