"""Fictional people on real places, for trying the portal out.

The names of communes and villages are real (`data/`), everything else is invented, except the
story of the two villages that the source article tells.  The district and its eleven communes are
kept as they were before 2025-07-01.  Rows are written in bulk, past the actions: this is the one
place that may, and it runs on an empty database only.
"""
