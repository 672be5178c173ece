"""Datasets of other portals: told apart by identifier and host, the first portal leads, what is no longer named is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import elsewhere
from datasets.errors import NotFound
from datasets.records import ElsewhereRecord, Text
from datasets.register.loading import load
from datasets.register.writing import Origin
from datasets.tables.types import now


def held(number=1, portal="Stadtportal", **values):
    given = {"identifier": f"https://daten.example/{number}", "title": Text(de=f"Bäume {number}"), "portal": portal}
    return ElsewhereRecord(**given | {"host": "daten.example", "landing": f"https://{portal.lower()}.example/{number}"} | values)


def entered(session, *records, dataset="ckan", complete=True):
    found = load(session, records, Origin("ckan", dataset, None, now(), complete=complete))
    return (found.added, found.changed, found.unchanged, found.gone)


def listed(session, *asked, **more):
    return [(one.record.title.de, one.record.portal, [other.portal for other in one.also]) for one in
            elsewhere.holdings(session, *asked, **more).items]  # fmt: skip


def test_a_second_reading_changes_only_what_differs(session):
    assert entered(session, held(1), held(2)) == (2, 0, 0, 0)
    assert entered(session, held(1), held(2, title=Text(de="Bäume, neu"))) == (0, 1, 1, 0)
    assert [title for title, _, _ in listed(session)] == ["Bäume 1", "Bäume, neu"]


def test_what_a_complete_list_no_longer_names_is_gone_and_may_come_back(session):
    entered(session, held(1), held(2))
    assert entered(session, held(1)) == (0, 0, 1, 1)
    assert [title for title, _, _ in listed(session)] == ["Bäume 1"]
    assert entered(session, held(1), held(2)) == (0, 1, 1, 0)
    assert len(listed(session, "Bäume")) == 2


def test_an_incomplete_list_takes_nothing_away(session):
    entered(session, held(1), held(2))
    assert entered(session, held(1), complete=False) == (0, 0, 1, 0)
    assert len(listed(session)) == 2


def test_another_list_takes_nothing_away(session):
    entered(session, held(1))
    assert entered(session, held(2), dataset="dcat") == (1, 0, 0, 0)
    assert len(listed(session)) == 2


def test_the_first_portal_leads_and_the_second_is_named_beside_it(session):
    entered(session, held(1))
    entered(session, held(1, "Landesportal", identifier="http://www.daten.example/1/"), dataset="dcat")
    assert listed(session) == [("Bäume 1", "Stadtportal", ["Landesportal"])]


def test_when_the_first_portal_drops_it_the_second_leads(session):
    entered(session, held(1), held(2))
    entered(session, held(1, "Landesportal"), dataset="dcat")
    entered(session, held(2))
    assert listed(session) == [("Bäume 1", "Landesportal", []), ("Bäume 2", "Stadtportal", [])]


def test_the_same_identifier_on_another_host_is_another_dataset(session):
    entered(session, held(1, identifier="1"), held(1, "Landesportal", identifier="1", host="land.example"))
    assert len(listed(session)) == 2


def test_words_are_found_in_titles_first_and_in_what_is_said(session):
    entered(session, held(1, title=Text(de="Straßen"), keywords=("Baum",)), held(2, title=Text(de="Der Baum")), held(3, title=Text(de="X")))
    assert [title for title, _, _ in listed(session, "Baum")] == ["Der Baum", "Straßen"]
    assert listed(session, "!!!") == []


def test_pages_are_cut_and_one_too_far_is_the_last(session):
    entered(session, *(held(number) for number in range(7)))
    found = elsewhere.holdings(session, "", 99, 3)
    assert (found.total, found.page, found.pages, len(found.items)) == (7, 3, 3, 1)


def test_one_is_found_by_its_uid_until_it_is_gone(session):
    entered(session, held(1), held(2))
    uid = elsewhere.holdings(session).items[0].uid
    assert elsewhere.one(session, uid).record.title.de == "Bäume 1"
    entered(session, held(2))
    with pytest.raises(NotFound):
        elsewhere.one(session, uid)


@given(st.from_regex(r"[A-Za-z0-9/._-]{1,30}", fullmatch=True).filter(lambda text: not text.lower().startswith("www.")))
def test_scheme_www_case_and_a_last_slash_make_no_difference(path):
    ways = {elsewhere.same(held(identifier=f"{start}{path}{end}")) for start in ("http://", "https://www.") for end in ("", "/")}
    assert ways == {elsewhere.same(held(identifier=f"https://{path.upper()}"))}
