"""What programs ask: parameters in, one call, an answer out."""
