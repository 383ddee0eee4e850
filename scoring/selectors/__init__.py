"""Every read of scoring across models."""
