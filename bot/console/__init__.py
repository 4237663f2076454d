"""The collectors' console: server-rendered pages that work without script, and live with a little."""
