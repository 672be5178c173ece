"""Counts of pages, and releases that are no longer kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds both tables of counts and the day on which a release went."""
    for name in ("page_count", "usage"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("kind", sa.String(), nullable=False),
            sa.Column("gets", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint("day", "kind", name=op.f(f"uq_{name}_day_kind")),
        )
    with op.batch_alter_table("release") as batch:
        batch.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Takes them away."""
    with op.batch_alter_table("release") as batch:
        batch.drop_column("removed_at")
    op.drop_table("usage")
    op.drop_table("page_count")
