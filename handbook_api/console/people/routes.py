"""Where people are found, and what is done for them."""

from flask import Blueprint

from handbook_api.console.people import accounts, corrections, members, resets, slips
from handbook_api.console.people.base import ACCOUNTS, MEMBERS, RESETS, SLIPS
from handbook_api.console.people.corrections import CORRECTIONS

bp = Blueprint("console_people", __name__)

_ACCOUNT = f"{ACCOUNTS}/<uuid:account_id>"

for rule, view in (
    (MEMBERS, members.Members),
    (f"{MEMBERS}/<uuid:member_id>", members.OneMember),
    (_ACCOUNT, accounts.OneAccount),
    (f"{_ACCOUNT}/phieu", accounts.IssueSlip),
    (f"{_ACCOUNT}/dat-lai", accounts.OpenReset),
    (f"{_ACCOUNT}/dang-xuat", accounts.SignOutEverywhere),
    (f"{_ACCOUNT}/khoa", accounts.Disable),
    (f"{_ACCOUNT}/mo", accounts.Enable),
    (SLIPS, slips.ChooseSlips),
    (f"{SLIPS}/in", slips.PrintChosen),
    (f"{SLIPS}/chi-bo/<uuid:cell_id>", slips.PrintCell),
    (f"{SLIPS}/da-cap", slips.IssuedSlips),
    (f"{SLIPS}/<uuid:slip_id>/thu-hoi", slips.RevokeSlip),
    (RESETS, resets.Resets),
    (f"{RESETS}/<uuid:reset_id>/xac-nhan", resets.ConfirmReset),
    (f"{RESETS}/<uuid:reset_id>/huy", resets.WithdrawReset),
    (CORRECTIONS, corrections.Corrections),
    (f"{CORRECTIONS}/<uuid:correction_id>", corrections.OneCorrection),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
