"""SQLModel tables by noun; no row in them is ever published as it is."""
