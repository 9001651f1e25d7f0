"""Reads across the tables of people, assignments and attendance."""
