"""Forms of the people's side, by noun.  They read and check; actions write."""
