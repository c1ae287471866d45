"""Devices that are browsers: they keep one token in a cookie.

Safe while the previous release runs: it writes rows without the column, which then is false.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005_browsers", "0004_notices"
branch_labels = depends_on = None


def upgrade() -> None:
    op.add_column(
        "device_sessions",
        sa.Column("is_browser", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("device_sessions", "is_browser")
