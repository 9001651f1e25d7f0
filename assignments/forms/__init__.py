"""Forms of people, assignments and attendance, by noun.  They read and check; actions write."""
