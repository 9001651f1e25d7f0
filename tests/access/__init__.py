"""Who gets which answer from which address: one file of rows per app, read by `tests/test_access`."""
