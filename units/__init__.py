"""People who sign in, and the units of the province through time."""
