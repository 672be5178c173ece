"""The register of projects and money, the catalogue, the releases: every table in here may be published."""
