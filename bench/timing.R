# Runs the tasks of bench.py in one session: Rscript timing.R tasks.json answers.json SECONDS CALLS LONG
library(jsonlite)
arguments <- commandArgs(TRUE)
tasks <- fromJSON(arguments[1], simplifyVector = TRUE, simplifyDataFrame = FALSE, simplifyMatrix = FALSE)
least <- as.numeric(arguments[3:5])
options(warn = -1)

clock <- function() proc.time()[["elapsed"]]
# Processor seconds of an expression, with the threads that it starts.
spent <- function(expression) sum(system.time(expression)[c("user.self", "sys.self")])

timed <- function(task) {
  for (package in task$packages)
    if (!suppressPackageStartupMessages(require(package, character.only = TRUE, quietly = TRUE)))
      return(list(failed = paste("no", package)))
  place <- new.env(parent = globalenv())
  place$x <- task$x
  eval(parse(text = task$prepare), place)
  # Compiled once, as a function of a package is.
  call <- compiler::cmpfun(eval(parse(text = paste("function() {", task$code, "}")), place))
  numbers <- NULL
  once <- spent(numbers <- as.numeric(unlist(call())))
  if (once > least[3]) return(list(seconds = unbox(once), numbers = numbers))
  # Calls that the clock is too coarse for are timed together.
  together <- max(1, ceiling(0.05 / max(once, 1e-4)))
  seconds <- c()
  until <- clock() + least[1]
  while (length(seconds) < least[2] || clock() < until)
    seconds <- c(seconds, spent(for (i in seq_len(together)) call()) / together)
  list(seconds = unbox(median(seconds)), numbers = numbers)
}

answers <- lapply(tasks, function(task) tryCatch(timed(task), error = function(e)
  list(failed = unbox(conditionMessage(e)))))
write(toJSON(answers, digits = NA, null = "null", na = "null"), arguments[2])
