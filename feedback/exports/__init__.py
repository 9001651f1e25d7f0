"""Columns of the lists of the people's side that are downloaded."""
