"""Pages of the scoring cycle."""
