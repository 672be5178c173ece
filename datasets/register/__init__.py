"""Reads and writes of the register: projects, organisations, fundings, quoted figures."""
