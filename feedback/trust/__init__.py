"""How a vote is believed without an account: stamps, tokens, sketches, risk, retention."""
