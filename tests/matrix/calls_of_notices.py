"""How the operations of notices are called about a target."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handbook_api.core import clock
from tests.matrix.call import Call, always, getting, sending
from tests.matrix.world import Target

#: As notices stand that somebody has just read; the world's were never changed.
_AS_READ = {"revision": 1}


def _said(target: Target) -> dict[str, Any]:
    """A notice of the target's organisation to everybody in it."""
    return {
        "kind": "information",
        "title": "Lịch trực",
        "text": "Xem ở nhà văn hóa.",
        "audience": {"organisations": [str(target.organisation)]},
    }


def _said_by(target: Target) -> dict[str, Any]:
    return {"organisation_id": str(target.organisation), **_said(target)}


def _said_anew(_: Target) -> dict[str, Any]:
    starts = clock.now() + timedelta(days=4)
    return {
        "title": "Họp",
        "text": "Đổi giờ.",
        "reason": "Đổi giờ",
        "starts_at": starts.isoformat(),
        "place": "Nhà văn hóa",
        **_AS_READ,
    }


def _act(path: str) -> Call:
    return Call(sending("POST", path, always(_AS_READ)))


_RECIPIENT = "/notices/{notice}/recipients/{member}"

NOTICES: Mapping[str, Call] = {
    "listNotices": Call(getting("/notices", limit="100"), is_list=True),
    "composeNotice": Call(sending("POST", "/notices", _said_by)),
    "previewNotice": Call(sending("POST", "/notices/previews", _said_by)),
    "getNotice": Call(getting("/notices/{notice}")),
    "rewriteNotice": Call(sending("PUT", "/notices/{draft}", lambda t: {**_said(t), **_AS_READ})),
    "discardNotice": _act("/notices/{draft}/discarding"),
    "sendNotice": _act("/notices/{draft}/sending"),
    "releaseNotice": _act("/notices/{draft}/release"),
    "sendNoticeBack": _act("/notices/{draft}/sending-back"),
    "stopNotice": _act("/notices/{draft}/stopping"),
    "cancelNotice": Call(
        sending(
            "POST", "/notices/{notice}/cancellation", always({"reason": "Hoãn họp", **_AS_READ})
        )
    ),
    "correctNotice": Call(sending("POST", "/notices/{notice}/corrections", _said_anew)),
    "remindNotice": _act("/notices/{notice}/reminders"),
    "getNoticeTimeline": Call(getting("/notices/{notice}/timeline")),
    "listNoticeRecipients": Call(getting("/notices/{notice}/recipients", limit="100")),
    "getNoticeRecipient": Call(getting(_RECIPIENT)),
    "getCallList": Call(getting("/notices/{notice}/call-list", limit="100")),
    "noteContact": Call(
        sending("POST", f"{_RECIPIENT}/contacts", always({"how": "paper", "outcome": "told"}))
    ),
    "takeContactBack": Call(sending("DELETE", f"{_RECIPIENT}/contacts/{{contact}}")),
    "answerForRecipient": Call(
        sending("POST", f"{_RECIPIENT}/answers", always({"answer": "attend"}))
    ),
    "printNotice": Call(getting("/notices/{notice}/papers", member_id="{member}")),
    "exportNoticeRecipients": Call(
        sending("POST", "/notices/{notice}/exports", always({"purpose": "họp xét thi đua"}))
    ),
    "listMemberDevices": Call(getting("/member-devices", limit="100"), is_list=True),
    "listNoticeGroups": Call(getting("/notice-groups", limit="100"), is_list=True),
    "makeNoticeGroup": Call(
        sending(
            "POST",
            "/notice-groups",
            lambda t: {"organisation_id": str(t.organisation), "name": "Tổ mới"},
        )
    ),
    "getNoticeGroup": Call(getting("/notice-groups/{group}")),
    "changeNoticeGroup": Call(
        sending("PUT", "/notice-groups/{group}", always({"name": "Tổ khác", "version": 1}))
    ),
    "deleteNoticeGroup": Call(sending("DELETE", "/notice-groups/{group}")),
    "listInbox": Call(getting("/me/inbox", limit="100"), is_list=True),
    "sync": Call(getting("/me/sync", limit="100"), is_list=True),
    "sendReceipts": Call(
        sending(
            "POST",
            "/me/inbox/receipts",
            lambda t: {"receipts": [{"notice_id": str(t.belongings.notice), "what": "opened"}]},
        )
    ),
    "getInboxNotice": Call(getting("/me/inbox/{notice}")),
    "confirmNotice": Call(sending("POST", "/me/inbox/{notice}/confirmation", always({}))),
    "answerNotice": Call(
        sending("POST", "/me/inbox/{notice}/answers", always({"answer": "attend"}))
    ),
    "archiveNotice": Call(
        sending("PUT", "/me/inbox/{notice}/archiving", always({"archived": True}))
    ),
}
