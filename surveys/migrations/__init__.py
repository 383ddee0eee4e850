"""Database steps of surveys, oldest first."""
