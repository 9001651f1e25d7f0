"""Pages of units, meetings and ratings, by noun."""
