"""Every read of surveys across models."""
