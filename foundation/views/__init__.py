"""The pages of intake and of long work."""
