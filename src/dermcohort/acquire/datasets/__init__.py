"""Data sets of SAS, SPSS, Stata, Parquet and Dataset-JSON."""
