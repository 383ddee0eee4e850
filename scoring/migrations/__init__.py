"""Database steps of scoring, oldest first."""
