"""The mixed model for repeated measures: means over the visits from patients who miss some."""
