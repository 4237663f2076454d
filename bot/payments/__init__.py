"""Payment providers: what the gateway asks of one, and the sandbox."""
