"""Every write of units, meetings and ratings: one function per act, by noun."""
