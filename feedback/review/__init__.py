"""What staff do with scores: the queue, decisions by two people, measures, the audit log."""
