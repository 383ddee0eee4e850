"""Every read of dossiers across models."""
