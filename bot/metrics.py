"""What is counted. Every name is documented in docs/operate.md; no label ever names a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The counters of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = self._counter("hoidap_events", "Raw events at the door", "channel", "result")
        self.handled = self._counter("hoidap_handled", "Events worked through", "channel", "result")
        self.decisions = self._counter("hoidap_decisions", "Decisions on residents' messages", "decision")
        self.ratings = self._counter("hoidap_ratings", "How useful answers were", "verdict")
        self.tickets = self._counter("hoidap_tickets", "What became of tickets", "event")
        self.receipts = self._counter("hoidap_receipts", "Ends of sends", "channel", "receipt")
        self.refused = self._counter("hoidap_refused", "Staff commands without the right to them", "channel")
        self.crashes = self._counter("hoidap_task_crashes", "Loops that crashed and were started again", "task")
        self.reloads = self._counter("hoidap_reloads", "Changed faq.yaml files", "result")
        self.handling = Histogram(
            "hoidap_handling_seconds",
            "From the door to the commit",
            registry=self.registry,
            buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60),
        )
        self.inbox_lag = Gauge("hoidap_inbox_lag_seconds", "Age of the oldest waiting event", registry=self.registry)
        self.outbox = Gauge("hoidap_outbox_waiting", "Parcels not yet delivered", ["channel"], registry=self.registry)
        self.open_tickets = Gauge("hoidap_open_tickets", "Tickets that are not closed", registry=self.registry)
        self.overdue = Gauge(
            "hoidap_overdue_tickets", "Tickets that wait for longer than promised", registry=self.registry
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def render(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self.registry)
