"""What one kind of list means: its columns, its rows, and the records that they are; used by the source of that name."""
