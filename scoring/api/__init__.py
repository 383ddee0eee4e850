"""Cycles, ranking runs and their results for other systems; all of it is read, nothing written."""
