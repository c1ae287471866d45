"""Accounts made in bulk, their names, and what time undoes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from handbook_api.auth import jobs
from handbook_api.auth.errors import NameNotUnderstood
from handbook_api.auth.models import (
    Account,
    DeviceSession,
    FailedTry,
    OidcFlow,
    Reset,
    SecurityEvent,
    SignInName,
    Slip,
)
from handbook_api.auth.service import (
    NameLeftOut,
    NewAccount,
    create_accounts,
    rename_account,
    set_sign_in_name,
    switch_off,
    switch_on,
)
from handbook_api.auth.sign_in_names import NameKind, read_name, spelling_of
from handbook_api.core import clock
from tests.auth.conftest import NOON
from tests.support.people import an_account


@pytest.mark.parametrize(
    ("typed", "kind", "spelling"),
    [
        ("0912345678", "phone", "0912345678"),
        ("+84 912-345-678", "phone", "0912345678"),
        ("0084912345678", "phone", "0912345678"),
        ("84912345678", "phone", "0912345678"),
        ("(024) 3825 1234", "chosen", "(024)38251234"),
        ("024 3825 1234", "phone", "02438251234"),
        ("12.345.678", "card", "12345678"),
        ("１２３４５６７８", "card", "12345678"),
        ("84123456", "card", "84123456"),
        ("Nguyễn An", "chosen", "nguyenan"),
        ("", "chosen", ""),
    ],
)
def test_every_text_is_read_as_one_kind_of_name(typed, kind, spelling):
    assert read_name(typed) == (kind, spelling)


@given(st.text(max_size=300))
def test_reading_a_name_never_fails(text):
    kind, spelling = read_name(text)

    assert kind in NameKind
    assert len(spelling) <= 1000


@given(st.sampled_from(NameKind), st.text(max_size=50))
def test_a_name_that_is_kept_is_found_again_by_its_spelling(kind, text):
    try:
        spelling = spelling_of(kind, text)
    except NameNotUnderstood:
        return
    assert read_name(spelling) == (kind, spelling)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("card", "1234"), ("card", "TN123456"), ("card", "0912345678"), ("phone", "12345678")],
)
def test_what_is_no_name_of_its_kind_is_refused(kind, text):
    with pytest.raises(NameNotUnderstood):
        spelling_of(NameKind(kind), text)


def test_a_thousand_accounts_are_made_in_a_few_statements(runtime, statements):
    rows = [
        NewAccount(uuid4(), f"Nguyễn Văn {n}", 1950, {"card": f"{10_000_000 + n}"}, f"{n:04d}")
        for n in range(1200)
    ]
    with runtime.transaction() as session, statements() as sent:
        assert create_accounts(session, rows) == []

    assert len(sent) <= 3 * 3
    with runtime.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 1200
        assert session.scalar(select(func.count()).select_from(SignInName)) == 1200
        assert set(session.scalars(select(Account.state))) == {"new"}


def test_a_shared_phone_signs_in_whoever_came_first(runtime):
    first, second, third = uuid4(), uuid4(), uuid4()
    with runtime.transaction() as session:
        left_out = create_accounts(
            session,
            [
                NewAccount(first, "Nguyễn Văn Thử", 1950, {"phone": "0912345678"}),
                NewAccount(second, "Trần Thị Mẫu", 1952, {"phone": "+84912345678"}),
            ],
        )
        later = create_accounts(
            session,
            [NewAccount(third, "Lê Văn Thử", 1960, {"phone": "0912 345 678", "card": "TN 1"})],
        )

    assert left_out == [NameLeftOut(second, "phone", "taken")]
    assert sorted(later, key=lambda one: one.kind) == [
        NameLeftOut(third, "card", "not_understood"),
        NameLeftOut(third, "phone", "taken"),
    ]
    with runtime.transaction() as session:
        assert session.scalars(select(SignInName.account_id)).all() == [first]


def test_names_do_not_lie_in_the_database(runtime):
    with runtime.transaction() as session:
        create_accounts(session, [NewAccount(uuid4(), "X", 1950, {"card": "12345678"})])
        kept = repr([vars(one) for one in session.scalars(select(SignInName))])

    assert "12345678" not in kept


def test_a_changed_phone_replaces_the_old_one(runtime):
    with runtime.transaction() as session:
        account = an_account(session, names={"phone": "0912345678"})
        set_sign_in_name(session, account.id, "phone", "0987654321")
        set_sign_in_name(session, account.id, "phone", "+84 987 654 321")
        assert session.scalar(select(func.count()).select_from(SignInName)) == 1
        set_sign_in_name(session, account.id, "phone", None)
        assert session.scalar(select(func.count()).select_from(SignInName)) == 0


def test_a_renamed_account_keeps_its_birth_year_unless_told(runtime):
    with runtime.transaction() as session:
        account = an_account(session, birth_year=1950)
        rename_account(session, account.id, "Tên Mới", sort_name="1")
        assert (account.display_name, account.birth_year) == ("Tên Mới", 1950)
        rename_account(session, account.id, "Tên Mới", birth_year=1951)
        assert account.birth_year == 1951


def test_switching_off_twice_tells_once(runtime):
    with runtime.transaction() as session:
        account = an_account(session)
        switch_off(session, [account.id], "deceased")
        switch_off(session, [account.id], "left")
        session.refresh(account)
        assert (account.state, account.disabled_reason, account.epoch) == (
            "disabled",
            "deceased",
            2,
        )
        switch_on(session, account.id)
        assert account.state == "active"
        assert session.scalars(select(SecurityEvent.what)).all() == ["disabled", "enabled"]


def _leftovers(session, account, at):
    session.add_all(
        [
            FailedTry(target=b"x" * 16, kind="password", at=at),
            Slip(
                account_id=account.id,
                code_blind=at.isoformat().encode()[:16],
                token_digest=at.isoformat().encode(),
                issued_at=at,
                expires_at=at,
            ),
            Reset(
                account_id=account.id,
                asked_at=at,
                needs_confirmation=False,
                removes_factor=False,
                code_blind=at.isoformat().encode()[:16],
                expires_at=at,
            ),
            DeviceSession(
                account_id=account.id,
                device="",
                strength=1,
                access_digest=b"",
                access_expires_at=at,
                access_epoch=1,
                family_digest=at.isoformat().encode(),
                refresh_digest=b"",
                rotated_at=at,
                created_at=at,
                last_used_at=at,
                expires_at=at + timedelta(days=700),
                ended_at=at,
            ),
            SecurityEvent(account_id=account.id, what="signed_in", at=at, facts={}),
            OidcFlow(state_digest=at.isoformat().encode(), sealed=b"", expires_at=at),
        ]
    )


def test_old_traces_are_forgotten_and_fresh_ones_kept(runtime):
    with clock.frozen(NOON):
        with runtime.transaction() as session:
            account = an_account(session)
            _leftovers(session, account, NOON - timedelta(days=366))
            _leftovers(session, account, NOON + timedelta(minutes=1))
        jobs.prune(runtime)
        jobs.prune(runtime)

        with runtime.transaction() as session:
            left = {
                table.__tablename__: session.scalar(select(func.count()).select_from(table))
                for table in (FailedTry, Slip, Reset, DeviceSession, SecurityEvent, OidcFlow)
            }
    assert set(left.values()) == {1}, left


def test_an_unused_device_is_ended_by_the_timer(runtime):
    with clock.frozen(NOON), runtime.transaction() as session:
        account = an_account(session)
        _leftovers(session, account, NOON - timedelta(days=181))
        session.flush()
        device = session.scalars(select(DeviceSession)).one()
        device.ended_at = None
    with clock.frozen(NOON):
        jobs.prune(runtime)
    with runtime.transaction() as session:
        assert session.scalars(select(DeviceSession.ended_reason)).one() == "expired"


def test_the_timer_works_once_an_hour(runtime):
    done = []
    timer = jobs.hourly(done.append)
    for minutes in (0, 1, 59, 60, 61, 120):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            timer(runtime)

    assert len(done) == 3


def test_a_wrong_try_is_forgotten_as_soon_as_it_counts_no_more(runtime):
    with clock.frozen(NOON), runtime.transaction() as session:
        for minutes in (59, 61):
            at = NOON - timedelta(minutes=minutes)
            session.add(FailedTry(target=b"x" * 16, kind="slip", at=at))
    with clock.frozen(NOON):
        jobs.prune(runtime)
    with runtime.transaction() as session:
        assert session.scalars(select(FailedTry.at)).all() == [NOON - timedelta(minutes=59)]
