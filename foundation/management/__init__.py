"""Commands of foundation."""
