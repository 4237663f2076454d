"""An optional sentence encoder: any ONNX model with a ``tokenizer.json`` in a folder that the operator names.

Off unless configured. An encoder trained on English helps English (much with few examples, a little with many) and hurts Chinese, so a message with a Chinese
character gets zeros. Needs ``onnxruntime`` and ``tokenizers``, which are not installed by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.normalise import has_han

WEIGHT = 1.0  # measured with 37,000 examples: one gives 0.8 points in English, two takes 1.3 away


class EncoderUnavailableError(RuntimeError):
    """The encoder was asked for and cannot be used; the message says what to do."""


class SentenceEncoder:
    """Mean-pooled, unit-length sentence vectors."""

    def __init__(self, folder: Path, threads: int = 1, max_tokens: int = 128) -> None:
        """Loads ``model.onnx`` and ``tokenizer.json`` from ``folder``. Raises EncoderUnavailableError."""
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as missing:
            raise EncoderUnavailableError(
                f"config.yml asks for the sentence encoder in {folder}, but the package '{missing.name}' is not installed. "
                f"Run 'uv pip install onnxruntime tokenizers', or remove 'encoder' from config.yml."
            ) from missing
        for name in ("model.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                raise EncoderUnavailableError(
                    f"The sentence encoder folder {folder} has no {name}. "
                    f"Put the ONNX model and its tokenizer there, or remove 'encoder' from config.yml."
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """One row a text, float32, weighted for the classifier; zeros where the text has Chinese characters."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for index, text in enumerate(texts):
            if not has_han(text) and text.strip():
                rows[index] = self._vector(text)
        return rows * np.float32(WEIGHT)

    def _vector(self, text: str) -> np.ndarray[Any, Any]:
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        mask = np.array([encoding.attention_mask], dtype=np.int64)
        known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        output = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        vector = output[0] if output.ndim == 2 else (output[0] * mask[0][:, None]).sum(axis=0) / max(int(mask.sum()), 1)
        return np.asarray(vector / (np.linalg.norm(vector) or 1.0), dtype=np.float32)
