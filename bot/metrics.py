"""What the gateway counts for Prometheus. No label holds anything personal."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """One registry an application, so that two in one process do not get in each other's way."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "evenkeel_messages_total",
            "Messages of borrowers, by what became of them.",
            ["outcome"],
            registry=self.registry,
        )
        self.turns = Counter(
            "evenkeel_turns_total", "Attempts at an answer, by result.", ["result"], registry=self.registry
        )
        self.turn_seconds = Histogram(
            "evenkeel_turn_seconds",
            "From taking a message out of its queue to its stored answer.",
            buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0),
            registry=self.registry,
        )
        self.refused_lines = Counter(
            "evenkeel_refused_lines_total", "Lines that the outgoing gate refused.", ["refusal"], registry=self.registry
        )
        self.behind = Gauge(
            "evenkeel_conversations_behind", "Conversations with kept messages.", registry=self.registry
        )
        self.listeners = Gauge("evenkeel_event_listeners", "Open event streams.", registry=self.registry)
