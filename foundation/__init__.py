"""What every other app stands on: jobs, stored files, intake, working calendar, Vietnamese text."""
