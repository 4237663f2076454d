"""A small model, trained once a run with the real pipeline of config.yml."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]

_EXAMPLES = {
    "greet": ["hello", "hi there", "good morning", "hey", "你好", "您好", "早上好", "在吗"],
    "check_balance": [
        "how much do I owe",
        "what is my balance",
        "tell me the amount overdue",
        "我欠多少钱",
        "还有多少没还",
        "查一下余额",
        "我的 balance 是多少",
    ],
    "promise_to_pay": [
        "I will pay on friday",
        "I'll pay 500 next week",
        "expect my payment on the 15th",
        "我下周五还",
        "15号一定还",
        "月底还五百",
    ],
    "request_extension": [
        "can I pay later",
        "give me two more weeks",
        "I need more time to pay",
        "lost my job, can I pay later",
        "能延期吗",
        "宽限我一个月",
        "再给我两周时间",
    ],
    "explain_hardship": [
        "I lost my job",
        "my wife is in hospital",
        "they cut my hours",
        "我失业了",
        "家里有人住院",
        "工资降了一半",
    ],
    "express_distress": ["I can't take it anymore", "I feel hopeless", "我撑不下去了", "我快崩溃了"],
    "inform": ["500", "the second one", "three months", "第二个", "一千二", "10号"],
    "affirm": ["yes", "ok", "sure", "好的", "可以"],
    "deny": ["no", "not now", "no thanks", "不", "不用了"],
    "cancel": ["cancel", "stop this", "go back", "取消", "退出"],
    "out_of_scope": [
        "what's the weather",
        "tell me a joke",
        "book me a flight",
        "今天天气怎么样",
        "讲个笑话",
        "帮我订机票",
    ],
}


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with config, domain, data, and a lexicon of one concept."""
    folder = tmp_path_factory.mktemp("small")
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    (folder / "concepts.yml").write_text(
        "LOSE_JOB:\n  en: [lost my job, 'laid off*']\n  zh: [失业, 被裁]\n", encoding="utf-8"
    )
    for component in config["pipeline"]:
        if component["name"].endswith("LinearIntentClassifier"):
            component["concepts"] = str(folder / "concepts.yml")
            component["minimum_frequency"] = 1
    (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    nlu = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)} for intent, lines in _EXAMPLES.items()
    ]
    (folder / "data").mkdir()
    (folder / "data" / "nlu.yml").write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8"
    )
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": "utter_said"}]}
        for intent in [*_EXAMPLES, "nlu_fallback"]
    ]
    (folder / "data" / "rules.yml").write_text(yaml.safe_dump({"version": "3.1", "rules": rules}), encoding="utf-8")
    domain = {
        "version": "3.1",
        "intents": list(_EXAMPLES),
        "entities": ["amount", "currency", "date", "duration", "ordinal", "hardship_reason", "language", "channel"],
        "slots": {
            "language": {
                "type": "categorical",
                "values": ["en", "zh"],
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            }
        },
        "actions": ["action_clarify"],
        "responses": {"utter_said": [{"text": "said"}]},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    (folder / "domain.yml").write_text(yaml.safe_dump(domain), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small_model(small_project: Path) -> Path:
    """The trained model's file."""
    from rasa.model_training import train

    done = train(
        str(small_project / "domain.yml"),
        str(small_project / "config.yml"),
        [str(small_project / "data")],
        output=str(small_project / "models"),
        fixed_model_name="small",
    )
    assert done.model is not None
    return Path(done.model)


@pytest.fixture(scope="session")
def parse(small_model: Path) -> Callable[..., dict[str, Any]]:
    """Understands one message: ``parse(text, **metadata)``."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    agent = Agent.load(str(small_model))

    def read(text: str, **metadata: Any) -> dict[str, Any]:
        assert agent.processor is not None
        return asyncio.run(agent.processor.parse_message(UserMessage(text, metadata=metadata or None)))

    return read
