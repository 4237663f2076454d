"""The gateway's web side: the chat interface, its description, health, and pages."""
