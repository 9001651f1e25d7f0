"""Pages of the people's side, by noun."""
