"""The desk of staff, one module per page."""
