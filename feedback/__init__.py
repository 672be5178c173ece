"""What citizens and staff said; nothing in here is published as it is."""
