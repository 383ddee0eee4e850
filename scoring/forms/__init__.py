"""What people type in the scoring cycle, a module for each part."""
