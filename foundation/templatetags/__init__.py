"""What templates say in Vietnamese."""
