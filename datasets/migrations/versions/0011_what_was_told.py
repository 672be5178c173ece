"""What was told of who voted and of how many support an idea."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idea_told",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_told_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_told")),
    )
    # What is public when this comes is the first number that was told; earlier ones are not known any more.
    idea = sa.table("idea", sa.column("id"), sa.column("supporters"), sa.column("updated_at"))
    array = sa.func.json_array if op.get_bind().dialect.name == "sqlite" else sa.func.jsonb_build_array
    known = sa.select(idea.c.id, array(idea.c.supporters), idea.c.updated_at).where(idea.c.supporters.is_not(None))
    told = sa.table("idea_told", sa.column("idea_id"), sa.column("counts"), sa.column("changed_at"))
    op.execute(told.insert().from_select(["idea_id", "counts", "changed_at"], known))
    with op.batch_alter_table("gate_state") as batch:
        batch.add_column(
            sa.Column(
                "tables", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False, server_default="[]"
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("gate_state") as batch:
        batch.drop_column("tables")
    op.drop_table("idea_told")
