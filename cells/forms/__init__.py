"""Forms of units, meetings and ratings, by noun.  They read and check; actions write."""
