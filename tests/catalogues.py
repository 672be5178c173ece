"""Catalogues to be published in tests: the city's whole register, or a few small datasets."""

from sqlalchemy import Engine

from datasets import catalogue, releases
from datasets.catalogue import Shown
from datasets.database import reading, transaction
from datasets.settings import Settings
from harvesters.run import harvest
from harvesters.sources.register import SOURCE
from tests.builders import a_dataset_record


def the_register(engine: Engine, settings: Settings) -> list[Shown]:
    """Harvests the city's register and publishes everything that follows from it."""
    harvest(engine, settings, SOURCE)
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    releases.publish_due(engine, settings)
    return everything(engine)


def small(engine: Engine, settings: Settings, **values: object) -> Shown:
    """Publishes one imported dataset of one row."""
    record = a_dataset_record(**values)
    releases.publish(engine, settings, record, [(1, "eins", 2)])
    with reading(engine) as session:
        return catalogue.dataset(session, record.slug)


def everything(engine: Engine) -> list[Shown]:
    """All datasets as they are shown."""
    with reading(engine) as session:
        return catalogue.all_datasets(session)
