"""Reads across units, meetings and ratings."""
