"""Business rules of assignments and attendance as pure functions: no database, no clock."""
