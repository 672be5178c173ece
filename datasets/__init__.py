"""The register of projects and money, the catalogue, the releases: every table in here may be published."""

import gc

# What modules make while they load stays to the end. Looked through for waste after every 700 objects, it takes a third of a start.
gc.set_threshold(50_000)
