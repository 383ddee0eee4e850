"""Database steps of dossiers, oldest first."""
