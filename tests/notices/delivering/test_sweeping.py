"""What time does to bells and devices, and what whoever runs the service is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from handbook_api import cli
from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome
from handbook_api.notices.delivering.jobs import sweep
from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.notices.delivering.sender import send_some
from tests.support.bells import Recorder, ring, some_phones
from tests.support.fcm import Fcm


def _states(runtime):
    with runtime.transaction(read_only=True) as session:
        query = select(Delivery.state, Delivery.reason, func.count())
        return set(session.execute(query.group_by(Delivery.state, Delivery.reason)).all())


def _sweep(runtime):
    with runtime.transaction() as session:
        return sweep(session, runtime, {})


@pytest.fixture
def with_bells(runtime, with_fcm):
    return replace(runtime, settings=with_fcm())


def test_a_bell_whose_time_is_over_is_closed_though_nobody_sends(with_bells, noon):
    with with_bells.transaction() as session:
        ring(session, with_bells.content, some_phones(session, 3))

    _sweep(with_bells)
    assert _states(with_bells) == {("waiting", None, 3)}
    with clock.frozen(noon + timedelta(hours=48)):
        _sweep(with_bells)

    assert _states(with_bells) == {("failed", "given_up", 3)}


def test_what_is_in_a_sender_s_hands_is_left_to_it(with_bells, noon):
    over = noon + timedelta(seconds=10)
    with with_bells.transaction() as session:
        ring(session, with_bells.content, some_phones(session, 1), expires_at=over)

    def meanwhile(_):
        with clock.frozen(over + timedelta(seconds=5)):
            _sweep(with_bells)
        return Answer(Outcome.ACCEPTED)

    send_some(with_bells, Recorder(meanwhile))

    assert _states(with_bells) == {("handed", None, 1)}


def test_when_the_credentials_are_taken_away_nothing_waits_for_them(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 3))

    _sweep(runtime)

    assert _states(runtime) == {("dropped", "not_set_up", 3)}


def test_old_deliveries_and_dead_devices_are_forgotten(with_bells, noon):
    with with_bells.transaction() as session:
        ring(session, with_bells.content, some_phones(session, 3))
    send_some(with_bells, Recorder(lambda _: Answer(Outcome.UNREGISTERED)))
    rules = with_bells.content.notices(clock.today())

    _sweep(with_bells)
    assert _states(with_bells) == {("failed", "unregistered", 3)}
    with with_bells.transaction() as session:
        session.execute(update(DeviceSession).values(expires_at=noon + timedelta(days=900)))
    with clock.frozen(noon + timedelta(days=rules.keep_deliveries_days, seconds=1)):
        assert _sweep(with_bells) is not None  # perhaps there is more
        assert _sweep(with_bells) is None

    assert _states(with_bells) == set()
    with with_bells.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(PushDevice)) == 0


@pytest.fixture
def command(runtime, monkeypatch):
    def run(*arguments, **more):
        given = {
            "DATABASE_URL": runtime.settings.database,
            "VAR_FOLDER": str(runtime.settings.var_folder),
            "KEY_FILE": str(runtime.settings.keys),
            **more,
        }
        for name, value in given.items():
            monkeypatch.setenv(f"HANDBOOK_{name}", value)
        return CliRunner().invoke(cli.main, arguments)

    return run


def test_without_credentials_the_check_says_what_is_missing_and_how_to_get_it(command):
    told = command("push", "check")

    assert told.exit_code == 1
    assert "HANDBOOK_FCM_CREDENTIALS_FILE" in told.output
    assert "console.firebase.google.com" in told.output


def _credentials(fcm):
    return {
        "FCM_CREDENTIALS_FILE": str(fcm.credentials_file()),
        "FCM_BASE_URL": fcm.base_url,
        "FCM_REQUEST_SECONDS": "1",
    }


@pytest.fixture
def unshared(tmp_path):
    """A stand-in of its own: to a shared one a hung sender of another test may still speak."""
    running = Fcm(tmp_path)
    yield running
    running.close()


def test_with_credentials_the_check_sends_to_nobody_and_says_that_all_is_well(command, unshared):
    told = command("push", "check", **_credentials(unshared))

    assert told.exit_code == 0, told.output
    assert "sẵn sàng" in told.output
    assert [only_validated for _, only_validated in unshared.heads()] == [True]


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ({"mode": "denied"}, "Cloud Messaging API"),
        ({"token_mode": "refused"}, "thu hồi"),
        ({"mode": "quota"}, "hạn mức"),
        ({"mode": "html502"}, "HTTPS_PROXY"),
        ({"mode": "notjson"}, "REQUESTS_CA_BUNDLE"),
        ({"mode": "badpayload"}, "người phát triển"),
        ({"mode": "platformkey"}, "VAPID"),
    ],
)
def test_the_check_says_what_to_do_about_each_failure(command, fcm, said, advice):
    fcm.says(**said)

    told = command("push", "check", **_credentials(fcm))

    assert told.exit_code == 1
    assert advice in told.output


def test_a_file_that_is_no_account_is_named(command, tmp_path):
    told = command("push", "check", FCM_CREDENTIALS_FILE=str(tmp_path / "none.json"))

    assert told.exit_code == 1
    assert "none.json" in told.output


def test_the_status_tells_backlog_rests_and_devices_and_names_nobody(command, runtime):
    now = clock.now()
    with clock.frozen(now - timedelta(hours=1)), runtime.transaction() as session:
        phones = some_phones(session, 120)
        ring(session, runtime.content, phones)
        session.execute(update(Delivery).values(due_at=clock.now()))
    with clock.frozen(now):
        send_some(runtime, Recorder(lambda _: Answer(Outcome.QUOTA)))

    told = command("push", "status")

    assert told.exit_code == 0, told.output
    assert "Đến hạn, chưa gửi: 20; hẹn giờ sau: 100." in told.output
    assert "push: nghỉ vì quota" in told.output
    assert "Máy đang nhận: android 120" in told.output
    assert phones[0].address not in told.output
