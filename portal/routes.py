"""The explicit list of routers: every page and every address for machines is named here."""

from fastapi import APIRouter

from portal import files
from portal.api import ckan, croissant, dcat, differences, downloads, dump, feeds, openapi, quality, queries, threesixty
from portal.desk import burst_room, card_room, case, deciding, idea_room, match_room, notice_room, queue, register
from portal.api import ckan, croissant, dcat, differences, downloads, dump, feeds, quality, queries, threesixty
from portal.desk import burst_room, case, deciding, idea_room, notice_room, queue
from portal.desk import case, comment_room, deciding, idea_room, notice_room, queue
from portal.pages import (
    comments,
    dataset,
    datasets,
    developers,
    elsewhere,
    following,
    funding,
    health,
    home,
    idea_form,
    idea_support,
    ideas,
    index,
    machine,
    my_ratings,
    notice_state,
    notices,
    outcomes,
    partners,
    programmes,
    project,
    projects,
    rating,
    reference,
    run,
    search,
    sharing,
    texts,
    transparency,
)
from portal.signin import entrance

ROUTERS: tuple[APIRouter, ...] = (
    # First: at a festival many vote at once, and each route before it is a pattern that does not match.
    rating.router,
    ckan.router,
    croissant.router,
    # Before the page of one dataset, whose address takes any name.
    elsewhere.router,
    dataset.router,
    datasets.router,
    developers.router,
    dcat.router,
    differences.router,
    # Before the files of a release, whose address takes any name.
    queries.router,
    downloads.router,
    dump.router,
    feeds.router,
    files.router,
    following.router,
    funding.router,
    health.router,
    home.router,
    idea_form.router,
    idea_support.router,
    ideas.router,
    index.router,
    machine.router,
    my_ratings.router,
    notice_state.router,
    notices.router,
    openapi.router,
    outcomes.router,
    partners.router,
    programmes.router,
    comments.router,
    project.router,
    projects.router,
    quality.router,
    reference.router,
    run.router,
    search.router,
    sharing.router,
    texts.router,
    threesixty.router,
    transparency.router,
    entrance.router,
    queue.router,
    notice_room.router,
    comment_room.router,
    idea_room.router,
    burst_room.router,
    register.router,
    match_room.router,
    card_room.router,
    deciding.router,
    # Last: its address takes any name.
    case.router,
)
