"""Forms of signing in, of accounts, of grants."""
