"""Every write of the people's side."""
