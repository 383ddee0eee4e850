"""Survey campaigns, their answers and the satisfaction of citizens."""
