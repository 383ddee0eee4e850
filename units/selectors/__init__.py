"""Every read of units and grants across models."""
