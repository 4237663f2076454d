"""The schema's history, one head."""
