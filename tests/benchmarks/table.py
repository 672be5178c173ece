"""The table that a benchmark prints: what, ours, the floor beside it, their ratio, what we want it to be."""

import sys
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison. ``ours`` None: that part answers not yet; ``target`` bounds ours / floor, or ours where there is no floor."""

    what: str
    unit: str
    ours: float | None
    floor: float | None = None
    target: float | None = None
    kind: Literal["at least", "at most"] = "at least"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the floor."""
        return self.ours / self.floor if self.ours is not None and self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where nothing can be said."""
        value = self.ratio if self.floor is not None else self.ours
        if value is None or self.target is None:
            return None
        return value >= self.target if self.kind == "at least" else value <= self.target


def show(title: str, lines: list[Line]) -> None:
    """Prints a table, at once."""
    head = f"{'what':44} {'unit':8} {'ours':>10} {'floor':>10} {'ratio':>7}  target"
    sys.stdout.write(f"\n{title}\n{head}\n{'-' * len(head)}\n")
    for line in lines:
        target = "" if line.target is None else f"{'>=' if line.kind == 'at least' else '<='} {line.target:g}"
        verdict = {True: "met", False: "NOT MET", None: ""}[line.met]
        figures = f"{_figure(line.ours):>10} {_figure(line.floor):>10} {_figure(line.ratio):>7}"
        sys.stdout.write(f"{line.what:44} {line.unit:8} {figures}  {target:8} {verdict} {line.note}".rstrip() + "\n")
    sys.stdout.flush()


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
