"""Rasa custom actions, one file a topic, thin: they read what was understood, ask `relief`, and speak through `words`."""
