"""Every write to accounts, grants, notices: one function per act."""
