"""Where lists of records come in and go out, and what is done with one record."""

from flask import Blueprint

from handbook_api.console.people.base import MEMBERS
from handbook_api.console.records import (
    adding,
    changing,
    data_requests,
    dossier,
    exporting,
    importing,
    lines,
    receiving,
    revealing,
    transfers,
)
from handbook_api.console.records.adding import ADD
from handbook_api.console.records.data_requests import REQUESTS
from handbook_api.console.records.exporting import EXPORT
from handbook_api.console.records.importing import IMPORTS
from handbook_api.console.records.receiving import RECEIVING
from handbook_api.console.records.transfers import TRANSFERS

bp = Blueprint("console_records", __name__)

_MEMBER = f"{MEMBERS}/<uuid:member_id>"
_REQUEST = f"{REQUESTS}/<uuid:request_id>"
_IMPORT = f"{IMPORTS}/<uuid:import_id>"

for rule, view in (
    (ADD, adding.AddMember),
    (IMPORTS, importing.SendList),
    (f"{IMPORTS}/mau", importing.BlankList),
    (_IMPORT, importing.ConfirmColumns),
    (f"{_IMPORT}/xem-truoc", importing.LookOver),
    (f"{_IMPORT}/loi", importing.MarkedList),
    (EXPORT, exporting.Export),
    (f"{_MEMBER}/sua/<string:group>", changing.ChangeGroup),
    (f"{_MEMBER}/tinh-trang", changing.StepStatus),
    (f"{_MEMBER}/dong/<string:code>", lines.AddLine),
    (f"{_MEMBER}/het-dong/<uuid:line_id>", lines.EndLine),
    (f"{_MEMBER}/bo-dong/<uuid:line_id>", lines.RemoveLine),
    (f"{_MEMBER}/day-du/<string:field>", revealing.FullNumber),
    (f"{_MEMBER}/giay-to", dossier.Dossier),
    (f"{_MEMBER}/chuyen", transfers.BeginTransfer),
    (f"{_MEMBER}/tro-lai", receiving.TakeBack),
    (TRANSFERS, transfers.Transfers),
    (RECEIVING, receiving.Receive),
    (f"{TRANSFERS}/<uuid:transfer_id>", transfers.OneTransfer),
    (REQUESTS, data_requests.DataRequests),
    (_REQUEST, data_requests.OneDataRequest),
    (f"{_REQUEST}/lam-xong", data_requests.CarryOut),
    (f"{_MEMBER}/yeu-cau", data_requests.EnterPaper),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
