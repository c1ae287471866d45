"""Where lists of records come in and go out, and what is done with one record."""

from flask import Blueprint

from handbook_api.console.records import exporting, importing
from handbook_api.console.records.exporting import EXPORT
from handbook_api.console.records.importing import IMPORTS

bp = Blueprint("console_records", __name__)

_IMPORT = f"{IMPORTS}/<uuid:import_id>"

for rule, view in (
    (IMPORTS, importing.SendList),
    (f"{IMPORTS}/mau", importing.BlankList),
    (_IMPORT, importing.ConfirmColumns),
    (f"{_IMPORT}/xem-truoc", importing.LookOver),
    (f"{_IMPORT}/loi", importing.MarkedList),
    (EXPORT, exporting.Export),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
