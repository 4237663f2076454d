"""The assistant in the borrower's own messenger. Nothing here is loaded before `TELEGRAM_TOKEN` is set."""
