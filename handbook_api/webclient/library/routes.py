"""Where the library's pages are."""

from flask import Blueprint

from handbook_api.webclient.library.browsing import Browse
from handbook_api.webclient.library.preview import Preview
from handbook_api.webclient.library.reading import Original, Reader
from handbook_api.webclient.library.searching import Results, Suggestions

bp = Blueprint("webclient_library", __name__, template_folder="templates")

bp.add_url_rule("/tim", view_func=Results.as_view("results"))
bp.add_url_rule("/goi-y", view_func=Suggestions.as_view("suggestions"))
bp.add_url_rule("/van-ban", view_func=Browse.as_view("browse"))
bp.add_url_rule("/van-ban/<string:document_id>", view_func=Reader.as_view("reader"))
bp.add_url_rule("/van-ban/<string:document_id>/tep", view_func=Original.as_view("original"))
bp.add_url_rule("/van-ban/<string:document_id>/xem-truoc", view_func=Preview.as_view("preview"))
