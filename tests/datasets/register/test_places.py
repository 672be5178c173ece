"""Quoted figures and quoted ranks."""

from decimal import Decimal

from sqlmodel import Session

from datasets.register import places
from datasets.tables.places import Claim, Rank

SOURCE = "https://example.org/artikel"


def test_claims_stand_by_key_newest_first(session: Session) -> None:
    for key, value, as_of in (("partners", 120, "2016-12"), ("partners", 170, "2025"), ("funding", 40, "2025")):
        session.add(Claim(key=key, value=Decimal(value), as_of=as_of, source_url=SOURCE))
    session.flush()
    assert [int(claim.value) for claim in places.claims(session)] == [40, 170, 120]
    assert [int(claim.value) for claim in places.claims(session, "partners")] == [170, 120]


def test_ranks_stand_newest_year_first(session: Session) -> None:
    for year, city, rank in ((2019, "Dortmund", 9), (2024, "Dortmund", 22), (2024, "Bochum", 4)):
        session.add(Rank(year=year, city=city, category="gesamt", rank=rank, source_url=SOURCE))
    session.flush()
    assert [(rank.year, rank.city) for rank in places.ranks(session)] == [(2024, "Bochum"), (2024, "Dortmund"), (2019, "Dortmund")]
