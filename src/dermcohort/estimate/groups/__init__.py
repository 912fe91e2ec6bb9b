"""Independent groups of patients: do they differ, by how much, which ones."""
