"""Pages of accounts, grants, notices and the trail."""
