"""The `handbook roles` commands."""

import os

import pytest
from click.testing import CliRunner

from handbook_api.auth.appointments.cli import role_commands
from handbook_api.auth.models import SignInName
from handbook_api.core.identity import Role
from handbook_api.db.sealing import keys_of


@pytest.fixture
def roles(house, monkeypatch):
    """Run `handbook roles …`; return the result."""
    settings = house.runtime.settings
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(settings.keys))
    return lambda *said: CliRunner().invoke(role_commands, [str(one) for one in said])


def test_the_command_line_appoints_by_name_lists_and_ends(house, roles):
    with house.runtime.transaction() as session:
        blind = keys_of(session).blind("sign_in.card", "12345678")
        session.add(SignInName(account_id=house.member.id, kind="card", blind=blind))

    made = roles(
        "appoint",
        "--holder=12 345 678",
        f"--organisation={house.neighbour.id}",
        "--role=secretary",
        "--since=05/01/2026",
    )
    assert made.exit_code == 0, made.output
    assert "Bí thư, Chi bộ Hai, từ 05/01/2026" in made.output

    row = house.appointment(house.member, Role.SECRETARY)
    listed = roles("list", house.neighbour.id)
    assert f"{row.id}  Bí thư: Nguyễn Văn Thử, 05/01/2026 – chưa định" in listed.output

    assert roles("end", row.id).exit_code == 0
    assert "Nguyễn Văn Thử" not in roles("list", house.neighbour.id).output
    assert "[hết hiệu lực" in roles("list", house.neighbour.id, "--past").output


def test_the_first_administrator_comes_from_the_command_line(house, roles):
    made = roles(
        "appoint",
        f"--holder={house.stranger.id}",
        f"--organisation={house.committee.id}",
        "--role=administrator",
    )

    assert made.exit_code == 0, made.output
    assert ("administrator", house.committee.id) in house.roles(house.stranger)


def test_a_refusal_is_said_in_words_and_ends_with_one(house, roles):
    refused = roles(
        "appoint",
        f"--holder={house.member.id}",
        f"--organisation={house.cell.id}",
        "--role=secretary",
    )
    lost = roles("list", "9b2f0a34-0000-4000-8000-000000000001")

    assert refused.exit_code == lost.exit_code == 1
    assert "Đã có bí thư" in refused.output
