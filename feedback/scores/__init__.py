"""From tallies to published figures: the gate's rule, priors, marks, checksum; and back again from the open data."""
