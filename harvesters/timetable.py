"""The sources of the installation as rows of the schedule, so that pages can show them without knowing any source's code."""

from datasets.city import City
from datasets.tables.types import now
from datasets.tables.work import Schedule
from harvesters.source import Source
from harvesters.sources import all_sources


def timetable(city: City) -> list[Schedule]:
    """One row per source; one that this city has no address for is read by hand only."""
    return [_row(source, city) for source in all_sources().values()]


def _row(source: Source, city: City) -> Schedule:
    is_local = source.path(city) is not None
    return Schedule(
        source=source.name,
        title=source.title.de,
        title_en=source.title.en,
        publisher=source.publisher,
        licence=source.licence,
        homepage=source.homepage,
        frequency=source.frequency,
        is_local=is_local,
        due_at=now() if is_local or source.lists(city) or source.steps(city) != () else None,
    )
