"""Signing in at the desk: one-time links, and who is signed in."""
