"""Pages about dossiers, a module for each part."""
