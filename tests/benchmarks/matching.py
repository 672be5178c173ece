"""The matcher on labelled pairs: precision and recall stage by stage, every pair that it got wrong, and what many names cost."""

import sys
import time
from collections.abc import Iterator

from datasets.city import City
from datasets.register.open_ends import KnownOrganisation, Open
from harvesters import match
from tests import pairs
from tests.benchmarks import awards
from tests.benchmarks.table import Line

STAGES = (("automatic", 0.0), ("candidate", match.SHOWN_FROM), ("candidate", 0.5), ("candidate", 0.9))


def measure(city: City, rows: int) -> Iterator[Line]:
    """A line per half, kind and stage; then the time for the recipients of many rows; the wrong pairs are printed before."""
    with_aliases, without = pairs.judged(city), pairs.judged(city, aliases=False)
    for half in pairs.HALVES:
        for kind in ("organisation", "project"):
            some = [one for one in with_aliases if (one.half, one.kind) == (half, kind)]
            yield from _stages(f"{kind}s, {half}", some)
            yield Line(f"{kind}s, {half}, Brier score", "", pairs.brier(some), None, 0.1, "at most", "0 perfect, 0.25 a coin")
        names_alone = [one for one in without if (one.half, one.kind) == (half, "organisation")]
        yield Line(
            f"organisations, {half}, no alias table",
            "recall",
            pairs.figures(names_alone, "candidate").recall,
            note=f"{len(names_alone)} pairs",
        )
    _say_wrong(with_aliases)
    yield _many(city, rows)


def _stages(what: str, some: list[pairs.Judged]) -> Iterator[Line]:
    for stage, least in STAGES:
        if stage == "automatic" and not any(one.automatic for one in some):
            continue
        found = pairs.figures(some, stage, least)
        title = f"{what}, {stage if stage == 'automatic' else f'shown from {least:g}'}"
        target = 1.0 if stage == "automatic" else None
        yield Line(title, "precision", found.precision, None, target, note=f"{found.pairs} pairs")
        yield Line(title, "recall", found.recall)


def _say_wrong(some: list[pairs.Judged]) -> None:
    wrong = [one for one in some if one.same != (one.automatic or one.probability >= match.SHOWN_FROM)]
    sys.stdout.write(f"\nPairs that the candidates got wrong: {len(wrong)} of {len(some)}\n")
    for one in sorted(wrong, key=lambda one: (one.same, one.kind, one.left)):
        said = "not found" if one.same else "offered wrongly"
        sys.stdout.write(f"  {said:15} {one.probability:.2f} {one.kind:12} {one.half:8} {one.left[:70]} | {one.right[:70]}\n")


def _many(city: City, rows: int) -> Line:
    """Every recipient of a generated federal list is looked for among the organisations of the labelled pairs."""
    known = sorted({one.right for one in pairs.judged(city) if one.kind == "organisation"})
    register = [KnownOrganisation(str(place), name, city.municipality_key, (), True, place) for place, name in enumerate(known)]
    parties = match.Parties(register, {}, match.own_words(city))
    asked = {award["empfaenger"] for award in awards.awards(rows)}
    started = time.process_time()
    for name in asked:
        parties.guesses(Open("recipient", name, "", name))
    note = f"processor time; {len(asked):,} different names against {len(register)}"
    return Line(f"recipients of {rows:,} rows", "s", time.process_time() - started, note=note)
