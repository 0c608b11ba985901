"""What the bot said about procedures, by the code under each answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "receipts",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("procedure_id", sa.String(length=128), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("aspect", sa.String(length=16), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_receipt_at", "receipts", ["at"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_receipt_at", "receipts")
    op.drop_table("receipts")
