"""How useful answers were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "ratings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("procedure_id", sa.String(length=128), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "procedure_id", "version", "verdict"),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rated", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_column("rated")
    op.drop_table("ratings")
