"""Every write of people, assignments and attendance: one function per act, by noun."""
