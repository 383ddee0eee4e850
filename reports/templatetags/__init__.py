"""What templates call by name."""
