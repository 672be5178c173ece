"""The languages in which a dataset is described to other machines: one module per language, pure."""
