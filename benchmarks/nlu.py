"""`python -m benchmarks.nlu`: our pipeline and Rasa's default one (DIET), on the same data, in one run.

For each: training time (wall and processor), peak memory while training and while serving, size of the model, accuracy and macro-F1 on the
held-out sentences by language, rejection of what is out of scope, parse p50 and p95. `--scale 29000` times ours on that many lines, made by
mixing words of the examples (time and memory only, the figures of understanding would mean nothing). DIET takes hours on many examples, so
`--diet-examples` caps what *both* pipelines get; without a cap both get all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]

DIET_PIPELINE: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


def examples(cap: int | None) -> dict[str, list[str]]:
    """The training sentences by intent; with a cap an equal share of each, drawn with a fixed seed."""
    found: dict[str, list[str]] = {}
    for file in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            if "intent" in block:
                lines = [line.strip()[2:] for line in block["examples"].splitlines() if line.strip().startswith("- ")]
                found.setdefault(block["intent"], []).extend(lines)
    if cap is None:
        return found
    draw = random.Random(0)
    each = max(2, cap // len(found))
    return {intent: draw.sample(lines, min(each, len(lines))) for intent, lines in found.items()}


def enlarged(found: dict[str, list[str]], size: int) -> dict[str, list[str]]:
    """``size`` lines, each two sentences of an intent with a few words exchanged: as long and as varied as real ones, for timing only."""
    draw = random.Random(0)
    everything = [word for lines in found.values() for line in lines for word in line.split()]
    result: dict[str, list[str]] = {}
    for intent, lines in found.items():
        rows = set()
        while len(rows) < size // len(found):
            parts = f"{draw.choice(lines)} {draw.choice(lines)}".split()
            rows.add(" ".join(draw.choice(everything) if draw.random() < 0.3 else part for part in parts))
        result[intent] = sorted(rows)
    return result


def write_project(folder: Path, found: dict[str, list[str]], pipeline: list[dict[str, Any]]) -> None:
    """A project to train: config, domain, data."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "recipe": "default.v1",
        "language": "en",
        "assistant_id": "benchmark",
        "pipeline": pipeline,
        "policies": [{"name": "RulePolicy"}],
    }
    (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    nlu = [{"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)} for intent, lines in found.items()]
    (folder / "nlu.yml").write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000), encoding="utf-8"
    )
    (folder / "domain.yml").write_text((PROJECT / "domain.yml").read_text(encoding="utf-8"), encoding="utf-8")


def own_pipeline() -> list[dict[str, Any]]:
    """The pipeline of config.yml."""
    pipeline: list[dict[str, Any]] = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return pipeline


def train(folder: Path) -> dict[str, Any]:
    """In a process of its own: trains and says what it took."""
    import rasa.model_training

    started, processor = time.perf_counter(), time.process_time()
    rasa.model_training.train_nlu(
        str(folder / "config.yml"),
        str(folder / "nlu.yml"),
        str(folder / "models"),
        fixed_model_name="model",
        domain=str(folder / "domain.yml"),
    )
    return {
        "train_seconds": round(time.perf_counter() - started, 1),
        "train_processor_seconds": round(time.process_time() - processor, 1),
        "train_peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "model_mib": round((folder / "models" / "model.tar.gz").stat().st_size / 2**20, 1),
    }


def measure(folder: Path) -> dict[str, Any]:
    """In a process of its own: loads the model and reads the held-out sentences."""
    from bot.nlu.report import HELDOUT, load_cases, understand
    from bot.nlu.scoring import score

    cases = load_cases(PROJECT / HELDOUT)
    scores = score(asyncio.run(understand(str(folder / "models" / "model.tar.gz"), cases)))
    return {
        "accuracy": {name: share.as_json() for name, share in scores.accuracy.items()},
        "macro_f1": {name: round(triple[0], 4) for name, triple in scores.macro_f1.items()},
        "rejection_at_95": {name: share.as_json() for name, share in scores.rejection.items()},
        "parse_ms": {name: round(value, 2) for name, value in scores.milliseconds.items()},
        "serve_peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def in_own_process(step: str, folder: Path) -> dict[str, Any]:
    """Runs a step apart, so that its memory is its own. Raises RuntimeError with the end of its output when it fails."""
    answer = folder / f"{step}.json"
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "benchmarks.nlu",
        "--step",
        step,
        "--folder",
        str(folder),
        "--answer",
        str(answer),
    ]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "2"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if not answer.is_file():
        raise RuntimeError(f"{step} failed in {folder.name}: {done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return result


def main() -> int:
    """Runs, prints and writes results/benchmarks/nlu.json."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.nlu", description="Our pipeline and DIET on the same data."
    )
    parser.add_argument("--diet-examples", type=int, help="cap on the examples that both pipelines get")
    parser.add_argument("--diet-epochs", type=int, default=100)
    parser.add_argument("--skip-diet", action="store_true")
    parser.add_argument("--scale", type=int, help="also time our classifier on this many lines")
    parser.add_argument("--results", type=Path, default=Path("results/benchmarks"))
    parser.add_argument("--step", choices=("train", "measure"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        done = train(options.folder) if options.step == "train" else measure(options.folder)
        options.answer.write_text(json.dumps(done), encoding="utf-8")
        return 0
    found = examples(options.diet_examples)
    results: dict[str, Any] = {
        "examples": sum(map(len, found.values())),
        "intents": len(found),
        "load_average": os.getloadavg()[0],
    }
    diet = [
        {**component, "epochs": options.diet_epochs} if "epochs" in component else component
        for component in DIET_PIPELINE
    ]
    with tempfile.TemporaryDirectory(prefix="evenkeel-nlu-") as name:
        for title, pipeline in (("own", own_pipeline()), *(() if options.skip_diet else (("diet", diet),))):
            folder = Path(name) / title
            write_project(folder, found, pipeline)
            results[title] = {**in_own_process("train", folder), **in_own_process("measure", folder)}
            print(title, json.dumps(results[title], ensure_ascii=False))
        if options.scale:
            folder = Path(name) / "scale"
            write_project(folder, enlarged(examples(None), options.scale), own_pipeline())
            results[f"own on {options.scale} made lines"] = in_own_process("train", folder)
            print("scale", json.dumps(results[f"own on {options.scale} made lines"]))
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "nlu.json").write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
