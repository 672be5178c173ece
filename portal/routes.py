"""The explicit list of routers: every page and every address for machines is named here."""

from fastapi import APIRouter

from portal import files
from portal.api import ckan, dcat, differences, downloads, dump, queries
from portal.desk import case, deciding, notice_room, queue
from portal.pages import (
    dataset,
    datasets,
    funding,
    health,
    home,
    index,
    machine,
    my_ratings,
    notice_state,
    notices,
    outcomes,
    partners,
    project,
    projects,
    rating,
    search,
    texts,
    transparency,
)
from portal.signin import entrance

ROUTERS: tuple[APIRouter, ...] = (
    ckan.router,
    # Before the page of a dataset, whose address takes any name: these have an ending.
    dcat.router,
    dataset.router,
    datasets.router,
    differences.router,
    downloads.router,
    dump.router,
    files.router,
    funding.router,
    health.router,
    home.router,
    index.router,
    machine.router,
    my_ratings.router,
    notice_state.router,
    notices.router,
    outcomes.router,
    partners.router,
    project.router,
    projects.router,
    queries.router,
    rating.router,
    search.router,
    texts.router,
    transparency.router,
    entrance.router,
    queue.router,
    notice_room.router,
    deciding.router,
    # Last: its address takes any name.
    case.router,
)
