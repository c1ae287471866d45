"""Without a signal: what is installed, the service worker, and what lies on the device."""

import orjson
from flask import Blueprint, Response

from handbook_api.core.policy import Access
from handbook_api.pages.assets import asset, assets, digest
from handbook_api.pages.page import Page
from handbook_api.runtime import current_runtime

bp = Blueprint("webclient_offline", __name__, template_folder="templates")

#: What opens without a signal, besides what was read.
_SHELL = (
    "sotay.css",
    "app.js",
    "offline.js",
    "saved.js",
    "reading.js",
    "notes.js",
    "store.js",
    "outbox.js",
    "icons/so-tay.svg",
    "icons/192.png",
)
#: Bells are in the language of the country: who looks at a phone is not known.
_LANGUAGE = "vi"
OFFLINE = "/ngoai-mang"
#: Whom to call is needed most where nothing else opens.
HELP = "/tro-giup"


class Saved(Page):
    """What lies on this device; also what is shown where a page cannot be had."""

    access = Access.PUBLIC

    def __init__(self, *, is_offline: bool = False) -> None:
        self._is_offline = is_offline

    def get(self) -> str:
        """Show the frame; the device fills it in."""
        return self.render("webclient/offline/saved.html", is_offline=self._is_offline)


@bp.get("/sw.js")
def service_worker() -> Response:
    """Give the service worker of this release; browsers ask for it again at every visit."""
    shell = [OFFLINE, HELP, *(asset(name) for name in _SHELL)]
    labels = current_runtime().content.messages(_LANGUAGE).labels
    words = ("title", "body", "test_title", "test_body")
    bell = {word: labels[f"push.{word}"] for word in words} | {"icon": asset("icons/192.png")}
    told = f"const RELEASE = {orjson.dumps(digest()).decode()};\n"
    told += f"const SHELL = {orjson.dumps(shell).decode()};\n"
    told += f"const BELL = {orjson.dumps(bell).decode()};\n"
    script = told.encode() + assets()["sw.js"].body
    answer = Response(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


class Manifest(Page):
    """What a phone shows of the handbook once it is installed."""

    access = Access.PUBLIC

    def get(self) -> Response:
        """Give it in the reader's language."""
        places = [("/thong-bao", "client.inbox"), ("/van-ban", "client.library")]
        icons = [
            {"src": asset("icons/192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": asset("icons/512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": asset("icons/maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ]
        manifest = {
            "id": "/",
            "name": self.words.say("base.name"),
            "short_name": self.words.say("base.short_name"),
            "description": self.words.say("base.description"),
            "lang": self.words.language,
            "start_url": "/?tu=icon",
            "scope": "/",
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": "#8E1420",
            "icons": icons,
            "shortcuts": [
                {"name": self.words.say(word), "url": address, "icons": icons[:1]}
                for address, word in places
            ],
        }
        answer = Response(orjson.dumps(manifest), mimetype="application/manifest+json")
        answer.headers["Cache-Control"] = "no-cache"
        return answer


bp.add_url_rule("/da-luu", view_func=Saved.as_view("saved"))
bp.add_url_rule(OFFLINE, view_func=Saved.as_view("offline", is_offline=True))
bp.add_url_rule("/so-tay.webmanifest", view_func=Manifest.as_view("manifest"))
