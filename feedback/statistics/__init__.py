"""What many ratings say together, and how sure that is: pure functions, no database."""
