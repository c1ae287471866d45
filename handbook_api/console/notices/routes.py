"""Where the pages about notices are."""

from flask import Blueprint

from handbook_api.console.notices import (
    audience,
    calling,
    checking,
    exporting,
    groups,
    listing,
    mending,
    tracking,
    writing,
)
from handbook_api.console.notices.base import NOTICES
from handbook_api.console.notices.groups import GROUPS

bp = Blueprint("console_notices", __name__)

_ONE = f"{NOTICES}/<uuid:notice_id>"
_PERSON = f"{_ONE}/nguoi/<uuid:member_id>"

for rule, view in (
    (NOTICES, listing.Notices),
    (f"{NOTICES}/moi", writing.Begin),
    (f"{NOTICES}/moi/noi-dung", writing.NewWords),
    (GROUPS, groups.Groups),
    (f"{GROUPS}/moi/<uuid:organisation_id>", groups.NewGroup),
    (f"{GROUPS}/<uuid:group_id>", groups.OneGroup),
    (f"{GROUPS}/<uuid:group_id>/xoa", groups.DeleteGroup),
    (_ONE, tracking.Tracking),
    (f"{_ONE}/noi-dung", writing.Words),
    (f"{_ONE}/nguoi-nhan", audience.Recipients),
    (f"{_ONE}/kiem-tra", checking.Check),
    (f"{_ONE}/gui", checking.Send),
    (f"{_ONE}/bo", checking.Discard),
    (f"{_ONE}/duyet", tracking.Release),
    (f"{_ONE}/tra-lai", tracking.SendBack),
    (f"{_ONE}/dung", tracking.Stop),
    (f"{_ONE}/nhac", tracking.Remind),
    (f"{_ONE}/dinh-chinh", mending.Correct),
    (f"{_ONE}/thu-hoi", mending.Withdraw),
    (f"{_ONE}/xuat", exporting.Export),
    (f"{_ONE}/goi", calling.Calls),
    (f"{_ONE}/giay-bao", calling.Papers),
    (_PERSON, calling.Person),
    (f"{_PERSON}/lien-lac", calling.NoteContact),
    (f"{_PERSON}/lien-lac/<uuid:contact_id>/xoa", calling.TakeContactBack),
    (f"{_PERSON}/tra-loi", calling.AnswerFor),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
