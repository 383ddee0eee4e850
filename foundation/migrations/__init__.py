"""Database steps of foundation, oldest first."""
