"""Every builder makes a row that both databases take."""

from sqlmodel import Session, select

from feedback.tables.ratings import RatingValue
from tests import builders


def test_a_project_has_its_classifications_participants_and_money(session: Session) -> None:
    project = builders.a_project(session, topics=("energie", "mobilitaet"), districts=("mitte",))
    company = builders.an_organisation(session)
    builders.a_participation(session, project, company)
    funding = builders.a_funding(session, project, "12.50", recipient_id=company.id)
    session.commit()
    assert str(funding.amount) == "12.50"


def test_a_rating_has_an_answer_per_question(session: Session) -> None:
    rating = builders.a_rating(session, builders.a_project(session), 5, climate=None)
    builders.a_comment(session, rating)
    builders.a_member_of_staff(session)
    session.commit()
    answers = session.exec(select(RatingValue).order_by(RatingValue.dimension)).all()
    assert [(answer.dimension, answer.value, answer.dont_know) for answer in answers] == [("climate", None, True), ("overall", 5, False)]


def test_dataset_records_differ_by_their_slugs() -> None:
    assert builders.a_dataset_record().slug != builders.a_dataset_record().slug
