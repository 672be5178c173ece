"""Logging, configured once per process: readable lines on a terminal, JSON elsewhere, to stderr; never an address of a visitor."""

import logging
import sys

import structlog


def configure(level: int = logging.WARNING) -> None:
    """Structured lines from ``level`` on; commands speak for themselves, servers and workers choose INFO."""
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
