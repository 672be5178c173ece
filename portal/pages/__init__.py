"""The pages of the portal, one module per page."""
