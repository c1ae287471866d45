"""The doors of the demo: names that stay, passwords that are new at every start."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import pyotp

from handbook_api.auth import codes, passwords, second_factor, sessions
from handbook_api.auth.accounts import set_sign_in_name
from handbook_api.auth.founding import give_first_password
from handbook_api.auth.models import Account
from handbook_api.auth.sign_in_names import NameKind
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Identity, Strength
from handbook_api.db import audit
from handbook_api.runtime import Runtime

#: By the role that is shown, in the order of showing.
NAMES = {
    "member": "dangvien.demo",
    "secretary": "bithu.demo",
    "officer": "canbo.demo",
    "administrator": "quantri.demo",
}
#: Roles above cell level sleep until the second factor is given.
_WITH_FACTOR = ("officer", "administrator")
#: Backup codes that are told: the others of the ten stay unused.
_TOLD = 3
#: Sixty bits, in groups that can be typed on a phone.
_GROUPS, _GROUP = 3, 4

#: What the account's list of devices calls the moment in which the codes were set up.
_DEVICE = "Máy chủ (dữ liệu minh họa)"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to come in as somebody. role: “guest”, or a key of NAMES; a guest needs nothing."""

    role: str
    name: str = ""
    password: str = ""
    backup_codes: Sequence[str] = ()


def renew_sign_ins(runtime: Runtime, shown: Mapping[str, UUID]) -> tuple[SignIn, ...]:
    """The accounts in `shown` have new passwords and codes, and no device is signed in.

    Several short transactions, as everywhere where passwords are worked on.
    """
    rules = runtime.content.security(clock.today())
    doors = [_open(runtime, rules, role, shown[role]) for role in NAMES]
    return (SignIn("guest"), *doors)


def _open(runtime: Runtime, rules: SecurityRules, role: str, account_id: UUID) -> SignIn:
    password = _new_password()
    hashed = passwords.hash_password(password)
    with runtime.transaction() as session:
        account = session.get_one(Account, account_id)
        set_sign_in_name(session, account_id, NameKind.CHOSEN, NAMES[role])
        give_first_password(session, account, password, hashed, runtime.content)
        second_factor.take_factor_off(session, account)
        sessions.end_sessions(session, [account_id], "password_changed")
        audit.record(session, TERMINAL, "demo.renew_sign_in", "account", str(account_id))
    told: Sequence[str] = ()
    if role in _WITH_FACTOR:
        told = _enrol(runtime, rules, account_id, password)[:_TOLD]
    return SignIn(role, NAMES[role], password, told)


def _enrol(
    runtime: Runtime, rules: SecurityRules, account_id: UUID, password: str
) -> Sequence[str]:
    """One-time codes are on, as if the owner had set them up himself; return the backup codes."""
    with runtime.transaction() as session:
        account = session.get_one(Account, account_id)
        opened = sessions.open_session(session, account, Strength.PASSWORD, _DEVICE, rules)
    owner = Identity(
        "account",
        account_id=account_id,
        session_id=opened.session_id,
        strength=Strength.PASSWORD,
    )
    begun = second_factor.begin_factor(runtime.transaction, owner, password, rules)
    code = pyotp.TOTP(begun.secret).at(clock.now())
    backup_codes = second_factor.confirm_factor(runtime.transaction, owner, code, rules)
    with runtime.transaction() as session:
        sessions.end_sessions(session, [account_id], "signed_out")
    return backup_codes


def _new_password() -> str:
    groups = (
        "".join(secrets.choice(codes.ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )
    return "-".join(groups).lower()
