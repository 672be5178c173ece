"""Following a project or the decisions by mail: who asked for it, what is new, and how it is sent."""
