"""SQLModel tables by noun; each row in them may be published."""
