"""Reads across the tables of the people's side."""
