"""The gateway (conversations, channels, the processes) and, under ``bot.nlu``, the Rasa components."""
