"""What templates of the scoring cycle say in words of their own."""
