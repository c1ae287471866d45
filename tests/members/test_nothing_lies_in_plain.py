"""What is sensitive is written by every way there is; then all that lies on the disks is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from handbook_api.app import create_app
from handbook_api.core import clock, logs
from handbook_api.core.identity import Role, Strength
from handbook_api.members.models import Member
from tests.support.client import Client
from tests.support.people import an_account, appoint, signed_in

#: What each sealed field says, and what the person's history, wishes and cases say.
SEALED = {
    "card_number": "481516234201",
    "record_number": "481516XYZ",
    "citizen_id": "048151623420",
    "phone": "0948151623",
    "email": "bimat-thu@vidu.example",
    "birth_name": "Tenkhaisinh Bimat",
    "other_names": "Bidanh Bimat",
    "birth_place": "Noisinh Bimat",
    "home_town": "Quequan Bimat",
    "residence": "Noio Bimat",
    "religion": "Tongiao Bimat",
    "contact_person": "Nguoibaotin Bimat 0948151624",
}
CHANGED = {"phone": "0948151625", "residence": "Noiomoi Bimat"}
WORDS = {
    "penalty": "Kyluat Bimat",
    "wanted": "Muonsua Bimat",
    "reason": "Lydo Bimat",
    "note": "Ghichu Bimat",
    "request": "Yeucau Bimat",
    "answer": "Traloi Bimat",
    "breach": "Vipham Bimat",
    "transfer": "Chuyendi Bimat",
    "waiting": "Danhsachcho Bimat",
    "waiting_phone": "0948151626",
    "taken_phone": "0948151627",
    "refused": "048151623420999",
    "typed": "Timkiem Bimat",
}
#: No secret: it must be found, or the search is blind.
OPEN = "Nghenghiep Khongmat"
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def people(province):
    """An officer, and clients by who asks; `member` is made by the first step."""
    app = create_app(province.runtime)
    with province.runtime.transaction() as session:
        officer = an_account(session, name="Cán bộ Mẫu")
        appoint(session, officer, province.province, Role.ORGANISATION_OFFICER)

    def client(account, strength=Strength.TWO_FACTOR):
        token = signed_in(province.runtime, account, strength=strength)
        return Client(app, province.runtime.engine, token)

    return client, client(officer)


def _done(answer, *statuses):
    assert answer.status in (statuses or (200, 201, 204)), answer.body
    return answer.json if answer.body else None


def _live(province, people):
    """Write every secret through the API, also where it is refused or looked for."""
    client, officer = people
    _live_as_officer(province, officer)
    with province.runtime.transaction(read_only=True) as session:
        himself = session.scalars(select(Member.account_id)).one()
    _live_with_wishes(province, officer, client(himself, Strength.PASSWORD))
    _live_with_lists(officer)


def _live_as_officer(province, officer):
    added = officer.post(
        "/members",
        {
            "cell": str(province.cell.id),
            "status": "official",
            "fields": {
                "full_name": "Trần Thị Mẫu",
                "birth_date": "1960-02-03",
                "joined_on": "1990-03-02",
                "official_on": "1991-03-02",
                "occupation": OPEN,
                **SEALED,
            },
        },
        headers={"Idempotency-Key": "mot-lan-thoi"},
    )
    member = _done(added)["id"]
    version = _done(officer.get(f"/members/{member}"))["version"]
    changed = officer.ask(
        "PATCH", f"/members/{member}", body={"version": version, "fields": CHANGED}
    )
    _done(changed)
    line = {"list": "discipline", "code": "reprimand", "since": "2020-01-01"}
    _done(officer.post(f"/members/{member}/lines", {**line, "text": WORDS["penalty"]}))
    moving = {"kind": "official_internal", "member_id": member, "reason": WORDS["transfer"]}
    _done(officer.post("/transfers", {**moving, "to_cell_id": str(province.sibling.id)}))
    _done(officer.post(f"/members/{member}/reveals", {"field": "citizen_id"}))
    number = {"field": "card_number", "number": SEALED["card_number"]}
    _done(officer.post("/members/look-ups", number))
    _done(officer.post("/members/searches", {"name": WORDS["typed"]}))
    bad = {"version": version, "fields": {"citizen_id": WORDS["refused"]}}
    _done(officer.ask("PATCH", f"/members/{member}", body=bad), 409, 422)


def _live_with_wishes(province, officer, himself):
    wish = {"field": "occupation", "wanted": WORDS["wanted"], "reason": WORDS["reason"]}
    correction = _done(himself.post("/me/corrections", wish))["id"]
    step = {"code": "refuse", "note": WORDS["note"]}
    _done(officer.post(f"/corrections/{correction}/steps", step))
    asked = _done(himself.post("/me/data-requests", {"kind": "know", "text": WORDS["request"]}))
    answer = {"outcome": "agreed", "text": WORDS["answer"]}
    _done(officer.post(f"/data-requests/{asked['id']}/answer", answer))
    breach = {
        "organisation_id": str(province.province.id),
        "noticed_at": clock.now().isoformat(),
        "description": WORDS["breach"],
    }
    _done(officer.post("/breaches", breach))
    _done(himself.get("/me/data"))


def _live_with_lists(officer):
    head = "Họ và tên,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Số điện thoại,Chi bộ\n"
    lists = (("Nguyễn Văn Thử", "taken_phone", True), (WORDS["waiting"], "waiting_phone", False))
    for name, phone, confirmed in lists:
        row = f"{name},15/05/1960,03/03/1985,03/03/1986,{WORDS[phone]},Chi bộ Một\n"
        file = (head + row).encode()
        sent = _done(officer.ask("POST", "/member-imports", headers=CSV, body=file))
        mapping = {**sent["mapping"], "fixed": {"status": "chính thức"}}
        address = f"/member-imports/{sent['id']}"
        _done(officer.post(f"{address}/preview", mapping))
        if confirmed:
            _done(officer.post(f"{address}/confirmation", {"mapping": mapping}))
    export = {"purpose": "Lập danh sách họp", "fields": ["full_name", "phone", "residence"]}
    assert officer.post("/member-exports", export).status == 200


def _files(runtime, cluster) -> Iterator[Path]:
    """Every file that the database or the service may have written."""
    yield from (one for one in runtime.settings.var_folder.rglob("*") if one.is_file())
    if cluster is None:
        database = Path(runtime.settings.database.removeprefix("sqlite:///"))
        yield from database.parent.glob(f"{database.name}*")
        return
    asked = "SELECT oid FROM pg_database WHERE datname = current_database()"
    with runtime.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CHECKPOINT"))
        number = connection.scalar(text(asked))
    # The server's own log too: it quotes what breaks a rule.
    for part in (f"data/base/{number}", "data/pg_wal", "log"):
        whole = cluster.data.parent / part
        yield from (one for one in (whole, *whole.rglob("*")) if one.is_file())


def test_no_secret_lies_in_plain_in_database_log_index_or_file(request, province, people, capfd):
    logs.configure("debug")
    postgresql = province.runtime.engine.dialect.name == "postgresql"
    cluster = request.getfixturevalue("postgresql_cluster") if postgresql else None

    _live(province, people)

    written = {str(path): path.read_bytes() for path in _files(province.runtime, cluster)}
    said = "".join(capfd.readouterr())
    assert any(OPEN.encode() in content for content in written.values())
    assert '"status": 201' in said
    for secret in (*SEALED.values(), *CHANGED.values(), *WORDS.values()):
        found = [path for path, content in written.items() if secret.encode() in content]
        assert not found, secret
        assert secret not in said, secret
