"""What other rooms do to accounts."""

from handbook_api.auth.accounts import (
    NameLeftOut,
    NewAccount,
    create_accounts,
    rename_account,
    set_sign_in_name,
    switch_off,
    switch_on,
    touch_accounts,
)
from handbook_api.auth.looking_after import disable_account, enable_account
from handbook_api.auth.second_factor import require_fresh_factor

__all__ = [
    "NameLeftOut",
    "NewAccount",
    "create_accounts",
    "disable_account",
    "enable_account",
    "rename_account",
    "require_fresh_factor",
    "set_sign_in_name",
    "switch_off",
    "switch_on",
    "touch_accounts",
]
