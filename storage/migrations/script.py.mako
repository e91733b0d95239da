"""${message}

Why:
Old rows:
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision, down_revision = ${repr(up_revision)}, ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
