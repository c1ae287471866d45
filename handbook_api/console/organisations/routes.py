"""Where organisations are found, and what is done to them and to those who serve there."""

from flask import Blueprint

from handbook_api.console.organisations import (
    appointing,
    listing,
    one,
    rehanging,
    simple_acts,
    splitting,
)
from handbook_api.console.organisations.base import ORGANISATIONS

bp = Blueprint("console_organisations", __name__)

_ONE = f"{ORGANISATIONS}/<uuid:organisation_id>"
_HELD = f"{_ONE}/chuc-vu/<uuid:appointment_id>"

for rule, view in (
    (ORGANISATIONS, listing.Tree),
    (_ONE, one.OneOrganisation),
    (f"{_ONE}/lich-su", one.History),
    (f"{_ONE}/chuc-vu", one.Roles),
    (f"{_ONE}/lap-moi", simple_acts.Open),
    (f"{_ONE}/doi-ten", simple_acts.Rename),
    (f"{_ONE}/ket-thuc", simple_acts.Close),
    (f"{_ONE}/chuyen", rehanging.Move),
    (f"{_ONE}/sap-nhap", rehanging.Merge),
    (f"{_ONE}/tach", splitting.Split),
    (f"{_ONE}/giao-chuc-vu", appointing.Appoint),
    (f"{_ONE}/giao-chuc-vu/tim", appointing.FindHolder),
    (f"{_HELD}/thoi", appointing.End),
    (f"{_HELD}/uy-quyen", appointing.Delegate),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
