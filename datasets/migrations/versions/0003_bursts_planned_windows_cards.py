"""Bursts of votes: what detectors saw, planned windows, exclusions; and the cards that are handed out on site."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_card_batch_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_card_batch_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_batch")),
    )
    with op.batch_alter_table("card_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_batch_project_id"), ["project_id"], unique=False)

    op.create_table(
        "planned_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_planned_window_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_planned_window_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_window")),
    )
    with op.batch_alter_table("planned_window", schema=None) as batch_op:
        batch_op.create_index("ix_planned_window_ends_at", ["ends_at"], unique=False)

    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'used', 'off')", name=op.f("ck_card_state_known")),
        sa.ForeignKeyConstraint(["batch_id"], ["card_batch.id"], name=op.f("fk_card_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("hash", name=op.f("uq_card_hash")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "exclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("ratings", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'confirmed', 'rejected', 'withdrawn')", name=op.f("ck_exclusion_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["review_case.id"], name=op.f("fk_exclusion_case_id")),
        sa.ForeignKeyConstraint(["first_id"], ["staff.id"], name=op.f("fk_exclusion_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["staff.id"], name=op.f("fk_exclusion_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
    )
    with op.batch_alter_table("exclusion", schema=None) as batch_op:
        batch_op.create_index(
            "ix_exclusion_proposed",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    with op.batch_alter_table("review_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("detectors", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("review_case", schema=None) as batch_op:
        batch_op.drop_column("since")
        batch_op.drop_column("detectors")

    with op.batch_alter_table("exclusion", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_exclusion_proposed", sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'")
        )

    op.drop_table("exclusion")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_batch_id"))

    op.drop_table("card")
    with op.batch_alter_table("planned_window", schema=None) as batch_op:
        batch_op.drop_index("ix_planned_window_ends_at")

    op.drop_table("planned_window")
    with op.batch_alter_table("card_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_batch_project_id"))

    op.drop_table("card_batch")
