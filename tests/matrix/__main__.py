"""`python -m tests.matrix`: write the declared matrix and docs/permissions.md from what is.

What it writes is a claim, not a proof: read the difference before it is committed.
"""

import csv
import tempfile
from pathlib import Path

from handbook_api.core import logs
from handbook_api.core.settings import Settings
from handbook_api.db.sealing import KeyRing
from tests.matrix.cells import DECLARED, declared, outcomes
from tests.matrix.permissions import DOCUMENT, permissions
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS, RELATIONS
from tests.support.databases import SqliteCopies


def main() -> None:
    """Both files say what the application does now."""
    logs.configure("critical")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key_file = folder / "keys.json"
        KeyRing.generate().write(key_file)

        def settings_for(url: str, var: Path) -> Settings:
            return Settings(database_url=url, var_folder=var, key_file=key_file)

        with staged(SqliteCopies(folder), settings_for, folder) as (stage, world):
            found: dict[tuple[str, str], dict[str, str]] = {}
            for actor in ACTORS:
                for cell in outcomes(stage, world, actor):
                    found.setdefault((cell.operation, actor), {})[cell.relation] = cell.outcome
            with DECLARED.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(["operation", "actor", *RELATIONS])
                for (operation, actor), row in found.items():
                    writer.writerow([operation, actor, *(row[name] for name in RELATIONS)])
            DOCUMENT.write_text(permissions(stage.runtime, declared()), "utf-8")


if __name__ == "__main__":
    main()
