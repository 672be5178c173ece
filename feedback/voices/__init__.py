"""What citizens say: ratings, and the tallies made of them."""
