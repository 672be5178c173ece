"""The files of a release: one module per format, pure; rows in, bytes out, the same rows give the same bytes."""
