"""The open font that plan copies (PDF) and pictures (PNG) are set in, so that Chinese is readable on a machine without one.

`NotoSansSC-Regular-subset.ttf` is Noto Sans CJK SC Regular (SIL Open Font License 1.1, see OFL.txt), reduced to Latin, signs,
currencies, and the Chinese characters of GB 2312 and of Big5's first level, with its outlines turned into TrueType curves.
A character that is not in it shows as an empty box: names with very rare characters are the case to know. So is the
rupee sign, which `words.format` writes as a code.
"""

from __future__ import annotations

from pathlib import Path

REGULAR = Path(__file__).parent / "NotoSansSC-Regular-subset.ttf"
