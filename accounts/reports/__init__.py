"""Reads across tables: grants, trail."""
