"""From a public source to the register and to datasets."""
