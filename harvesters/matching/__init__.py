"""How alike two things are: names of organisations and titles of projects, as reasons and a probability; no database here."""
