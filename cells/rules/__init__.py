"""Business rules of units, meetings and ratings as pure functions: no database, no clock."""
