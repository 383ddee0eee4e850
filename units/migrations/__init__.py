"""Database steps of units, oldest first."""
