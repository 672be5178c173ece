"""Matches of things of lists with the register, their candidates, and what staff say of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("best", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('project', 'recipient', 'organisation')", name=op.f("ck_match_case_kind_known")),
        sa.CheckConstraint("state IN ('open', 'unsure', 'linked', 'adopted', 'rejected', 'gone')", name=op.f("ck_match_case_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_case")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_match_case_kind_key")),
    )
    with op.batch_alter_table("match_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_case_best"), ["best"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_case_dataset"), ["dataset"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_case_state"), ["state"], unique=False)

    op.create_table(
        "match_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["match_case.id"], name=op.f("fk_match_candidate_match_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_candidate")),
        sa.UniqueConstraint("match_id", "target", name=op.f("uq_match_candidate_match_id_target")),
    )
    with op.batch_alter_table("match_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_candidate_match_id"), ["match_id"], unique=False)

    op.create_table(
        "match_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("effects", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("verdict IN ('link', 'adopt', 'reject', 'unsure')", name=op.f("ck_match_decision_verdict_known")),
        sa.ForeignKeyConstraint(["match_id"], ["match_case.id"], name=op.f("fk_match_decision_match_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_match_decision_staff_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["staff.id"], name=op.f("fk_match_decision_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
    )
    with op.batch_alter_table("match_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_decision_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_decision_match_id"), ["match_id"], unique=False)

    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "external_ids",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
                nullable=False,
                server_default="[]",
            )
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_organisation_same_as_id"), ["same_as_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_organisation_same_as_id"), "organisation", ["same_as_id"], ["id"])

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=False, server_default="register"))
        batch_op.create_check_constraint(op.f("ck_project_origin_known"), "origin IN ('register', 'adopted')")

    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_column("waiting")

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_project_origin_known"), type_="check")
        batch_op.drop_column("origin")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisation_same_as_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_organisation_same_as_id"))
        batch_op.drop_column("same_as_id")

    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.drop_column("external_ids")

    with op.batch_alter_table("match_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_decision_match_id"))
        batch_op.drop_index(batch_op.f("ix_match_decision_batch"))

    op.drop_table("match_decision")
    with op.batch_alter_table("match_candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_candidate_match_id"))

    op.drop_table("match_candidate")
    with op.batch_alter_table("match_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_case_state"))
        batch_op.drop_index(batch_op.f("ix_match_case_dataset"))
        batch_op.drop_index(batch_op.f("ix_match_case_best"))

    op.drop_table("match_case")
