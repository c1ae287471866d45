"""Where the inbox's pages are. The address of a notice is printed on paper: it never changes."""

from flask import Blueprint

from handbook_api.webclient.inbox import browser_bells, devices, listing, notice
from handbook_api.webclient.inbox.reason import Reason

bp = Blueprint("webclient_inbox", __name__, template_folder="../templates")

_NOTICE, _DEVICE = "/thong-bao/<uuid:notice_id>", "/toi/thong-bao/<uuid:device_id>"

for rule, view in (
    ("/thong-bao", listing.InboxList.as_view("inbox_list")),
    ("/thong-bao/so.json", listing.Counts.as_view("counts")),
    (_NOTICE, notice.Reading.as_view("notice")),
    (f"{_NOTICE}/tra-loi", notice.Answering.as_view("answering")),
    (f"{_NOTICE}/da-doc", notice.Confirming.as_view("confirming")),
    (f"{_NOTICE}/vang-mat", Reason.as_view("reason", stays_away=True)),
    (f"{_NOTICE}/y-kien", Reason.as_view("comment", stays_away=False)),
    (f"{_NOTICE}/da-ghi-nhan", notice.Recorded.as_view("recorded")),
    (f"{_NOTICE}/lich.ics", notice.CalendarFile.as_view("calendar_file")),
    (f"{_NOTICE}/cat", listing.Archive.as_view("archive")),
    ("/toi/thong-bao", devices.Bells.as_view("bells")),
    ("/toi/thong-bao/cau-hinh.json", browser_bells.Config.as_view("bell_config")),
    ("/toi/thong-bao/bat", browser_bells.TurnOn.as_view("turn_bell_on")),
    ("/toi/thong-bao/den", browser_bells.Came.as_view("bell_rang")),
    (f"{_DEVICE}/thu", devices.TryBell.as_view("try_bell")),
    (f"{_DEVICE}/da-thay", devices.BellCame.as_view("bell_came")),
    (f"{_DEVICE}/go", devices.RemoveDevice.as_view("remove_device")),
    ("/tro-giup/dien-thoai/<string:brand>", devices.OnePhone.as_view("one_phone")),
):
    bp.add_url_rule(rule, view_func=view)
