"""Where one's own notes are."""

from flask import Blueprint

from handbook_api.webclient.annotations import listing, one, place

bp = Blueprint("webclient_annotations", __name__, template_folder="../templates")

_DOCUMENT, _ONE = "/van-ban/<string:document_id>/ghi-chu", "/toi/ghi-chu/<uuid:annotation_id>"

for rule, view in (
    ("/toi/ghi-chu", listing.Notes.as_view("notes")),
    (_DOCUMENT, place.Place.as_view("place")),
    (f"{_DOCUMENT}/manh", place.Pieces.as_view("pieces")),
    (_ONE, one.OneNote.as_view("one_note")),
    (f"{_ONE}/xoa", one.DeleteNote.as_view("delete_note")),
    (f"{_ONE}/lay-lai", one.GiveBack.as_view("give_back")),
):
    bp.add_url_rule(rule, view_func=view)
