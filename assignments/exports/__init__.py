"""The columns of exported lists, by noun."""
