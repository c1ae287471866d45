"""A short code that guards the record on a trusted phone.

Safe while the previous release runs: it writes rows without these columns, and then no code is
asked for.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008_pins", "0007_document_drafts"
branch_labels = depends_on = None

_TABLE = "device_sessions"
_COLUMNS = ("pin_hash", "pin_wrong", "pin_waits_until", "pin_open_until", "pin_lost_at")


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("pin_hash", sa.String(200), nullable=True))
    op.add_column(
        _TABLE, sa.Column("pin_wrong", sa.Integer(), nullable=False, server_default="0")
    )
    for name in _COLUMNS[2:]:
        op.add_column(_TABLE, sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in reversed(_COLUMNS):
        op.drop_column(_TABLE, name)
