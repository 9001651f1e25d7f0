"""Pages of people, assignments and attendance, by noun."""
