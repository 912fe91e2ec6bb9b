# Shared by the scripts beside it: writes cases, versions and tolerances as JSON,
# numbers to 15 digits. `looser` holds the tolerance of a method, or of "method: quantity",
# for which the one of the file is too narrow, or too wide; a case may have a `tolerance` of its own.
# Run a script from this folder, for example: Rscript two_groups.R
library(jsonlite)

write_reference <- function(name, cases, tolerance, packages = character(), looser = NULL) {
  versions <- as.list(vapply(packages, function(p) as.character(packageVersion(p)), ""))
  made_by <- c(list(R = paste(R.version$major, R.version$minor, sep = ".")), versions)
  reference <- list(made_by = made_by, tolerance = tolerance)
  if (!is.null(looser)) reference$looser <- looser
  reference$cases <- cases
  json <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = FALSE, null = "null")
  # One case a line.
  writeLines(gsub("},{\"name\"", "},\n{\"name\"", json, fixed = TRUE), paste0(name, ".json"))
}

# Scores as a dermatologist records them: many ties, steps of 1/10, skewed.
scores <- function(n, shape, scale) round(rgamma(n, shape, scale = scale), 1)
