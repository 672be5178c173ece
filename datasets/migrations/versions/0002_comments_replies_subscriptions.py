"""comments, replies, subscriptions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_comment",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_published_comment_project_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_published_comment")),
    )
    with op.batch_alter_table("published_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_comment_project_id"), ["project_id"], unique=False)

    op.create_table(
        "published_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("comment_key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_published_reply_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_reply")),
    )
    with op.batch_alter_table("published_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_reply_project_id"), ["project_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'active')", name=op.f("ck_subscription_state_known")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("key", name=op.f("uq_subscription_key")),
        sa.UniqueConstraint("mark", name=op.f("uq_subscription_mark")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index("ix_subscription_due_at", ["due_at"], unique=False)

    op.create_table(
        "reply_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("comment_key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'published', 'rejected', 'withdrawn')", name=op.f("ck_reply_draft_state_known")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_reply_draft_author_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_reply_draft_decided_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_reply_draft_project_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["published_reply.id"], name=op.f("fk_reply_draft_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_draft")),
    )
    with op.batch_alter_table("reply_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_draft_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_draft_state"), ["state"], unique=False)

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("doubts", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("statement", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("copy_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_comment_state_written", ["state", "written_at"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_comment_copy_key"), ["copy_key"])

    with op.batch_alter_table("idea_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_hash", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_idea_proposal_code_hash"), ["code_hash"])

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_on", sa.Date(), nullable=True))

    _known_grounds("insult", "hate", "privacy", "copyright", "child_abuse", "threat", "other")


def downgrade() -> None:
    op.execute("UPDATE notice SET ground = 'other' WHERE ground = 'threat'")
    _known_grounds("insult", "hate", "privacy", "copyright", "child_abuse", "other")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("told_on")

    with op.batch_alter_table("idea_proposal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_idea_proposal_code_hash"), type_="unique")
        batch_op.drop_column("code_hash")

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_comment_copy_key"), type_="unique")
        batch_op.drop_index("ix_comment_state_written")
        batch_op.drop_column("judged_at")
        batch_op.drop_column("copy_key")
        batch_op.drop_column("statement")
        batch_op.drop_column("reason")
        batch_op.drop_column("doubts")

    with op.batch_alter_table("reply_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_draft_state"))
        batch_op.drop_index(batch_op.f("ix_reply_draft_project_id"))

    op.drop_table("reply_draft")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_subscription_due_at")

    op.drop_table("subscription")
    with op.batch_alter_table("published_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_reply_project_id"))

    op.drop_table("published_reply")
    with op.batch_alter_table("published_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_comment_project_id"))

    op.drop_table("published_comment")


def _known_grounds(*grounds: str) -> None:
    listed = ", ".join(f"'{ground}'" for ground in ("", *grounds))
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_notice_ground_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notice_ground_known"), f"ground IN ({listed})")
