"""Rules of the people's side: pure functions of values."""
