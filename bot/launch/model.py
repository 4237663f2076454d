"""Is the trained model as new as what it was trained from?"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

MODEL_NAME = "evenkeel"
_SOURCES = ("config.yml", "domain.yml")
_FOLDERS = ("data", "bot/nlu")
_SUFFIXES = {".yml", ".yaml", ".py", ".json", ".tsv", ".txt"}


def fingerprint(project: Path) -> str:
    """One hash over everything that training reads: configuration, domain, data and our own components."""
    digest = hashlib.sha256()
    files = [project / name for name in _SOURCES]
    for folder in _FOLDERS:
        files += [path for path in (project / folder).rglob("*") if path.suffix in _SUFFIXES]
    for path in sorted(files):
        digest.update(str(path.relative_to(project)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def model_file(models: Path) -> Path:
    return models / f"{MODEL_NAME}.tar.gz"


def _stamp(models: Path) -> Path:
    return models / f"{MODEL_NAME}.json"


def is_current(project: Path, models: Path) -> bool:
    """True when the model in `models` was trained from exactly what lies in `project` now."""
    stamp = _stamp(models)
    if not model_file(models).exists() or not stamp.exists():
        return False
    try:
        return bool(json.loads(stamp.read_text())["fingerprint"] == fingerprint(project))
    except (ValueError, KeyError):
        return False


def mark_current(project: Path, models: Path) -> None:
    """Note what the model was trained from. Called after training only."""
    _stamp(models).write_text(json.dumps({"fingerprint": fingerprint(project)}))
