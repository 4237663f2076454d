"""Rasa's tokenizer slot, filled with our mixed tokens (trap: Rasa's whitespace tokenizer drops Chinese words as emoji)."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

import bot.nlu.startup  # noqa: F401  (Rasa imports components before it serves: the moment for its fixes)
from bot.nlu.tokens import pieces


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MixedTokenizer(Tokenizer):
    """Latin words and numbers whole, every Chinese character a token."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See Rasa's Tokenizer."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of the message's attribute; text without any token is one token, as Rasa expects at least one."""
        text = message.get(attribute) or ""
        found = [Token(piece.text, piece.start, piece.end) for piece in pieces(text)]
        return found or [Token(text, 0, len(text))]
