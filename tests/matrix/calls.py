"""How each operation is called about a target. A route without a line here fails the suite."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from handbook_api.core import clock
from tests.matrix.world import Target

Request = tuple[str, str, dict[str, Any], Any]


@dataclass(frozen=True)
class Call:
    """A request that is well-formed: what it answers tells only of rights.

    is_list: the answer is a list; what counts is whether the target is in it.
    of_cells: the operation exists for cells only.
    of_organisations: the list is one of organisations, not of people.
    is_own: it is about whoever calls, or about nobody: tried once for each actor, under “own”.
    """

    make: Callable[[Target], Request]
    is_list: bool = False
    of_cells: bool = False
    of_organisations: bool = False
    is_own: bool = False

    def fits(self, target: Target | None, relation: str) -> bool:
        """Whether there is such a case."""
        if target is None or (self.is_own and relation not in ("own", "disabled")):
            return False
        return not self.of_cells or target.organisation == target.cell

    def request(self, target: Target) -> Request:
        """Return method, path, query and body."""
        return self.make(target)


def _get(path: str, **query: Any) -> Callable[[Target], Request]:
    def make(target: Target) -> Request:
        named = {name: value.format(**_names(target)) for name, value in query.items()}
        return "GET", path.format(**_names(target)), named, None

    return make


def _send(
    method: str, path: str, body: Callable[[Target], Any] | None = None
) -> Callable[[Target], Request]:
    def make(target: Target) -> Request:
        return method, path.format(**_names(target)), {}, body(target) if body else None

    return make


def _names(target: Target) -> dict[str, str]:
    return {
        "organisation": str(target.organisation),
        "cell": str(target.cell),
        "member": str(target.member),
        "account": str(target.account),
        **{name: str(value) for name, value in asdict(target.belongings).items()},
    }


def _today() -> str:
    return clock.today().isoformat()


def _always(body: Any) -> Callable[[Target], Any]:
    return lambda _: body


_PHRASE = "khoai lang nướng mật ong"

#: Public operations: there is nothing in them that belongs to a target.
_DOORS = {
    "signIn": ("POST", "/auth/sign-in", {"name": "99999999", "password": _PHRASE}),
    "lookAtSlip": ("POST", "/auth/slip/looking", {"code": "0000000000"}),
    "signInBySlip": ("POST", "/auth/slip/sign-in", {"code": "0000000000", "birth_year": 1950}),
    "refreshSession": ("POST", "/auth/refresh", {"refresh_token": "x" * 40}),
    "useReset": ("POST", "/auth/reset", {"name": "x", "code": "0000000000", "password": _PHRASE}),
}

ACCOUNTS: Mapping[str, Call] = {
    "listAccounts": Call(_get("/accounts", limit="100"), is_list=True),
    "getAccount": Call(_get("/accounts/{account}")),
    "disableAccount": Call(
        _send("POST", "/accounts/{account}/disabling", lambda _: {"reason": "lost_device"})
    ),
    "enableAccount": Call(_send("POST", "/accounts/{account}/enabling")),
    "endSessionsOfAccount": Call(_send("DELETE", "/accounts/{account}/sessions")),
    "openReset": Call(_send("POST", "/accounts/{account}/resets", lambda _: {})),
    "listSlips": Call(_get("/slips", limit="100"), is_list=True),
    "issueSlips": Call(_send("POST", "/slips", lambda t: {"account_ids": [str(t.account)]})),
    "printSlips": Call(_send("POST", "/slips/sheet", lambda t: {"account_ids": [str(t.account)]})),
    "revokeSlip": Call(_send("DELETE", "/slips/{slip}")),
    "listResets": Call(_get("/resets"), is_list=True),
    "withdrawReset": Call(_send("DELETE", "/resets/{reset}")),
    "confirmReset": Call(_send("POST", "/resets/{reset}/confirmation")),
}

ORGANISATIONS: Mapping[str, Call] = {
    "listOrganisations": Call(
        _get("/organisations", limit="100"), is_list=True, of_organisations=True
    ),
    "listOrganisationKinds": Call(_get("/organisations/kinds"), is_own=True),
    "getOrganisation": Call(_get("/organisations/{organisation}")),
    "getOrganisationHistory": Call(_get("/organisations/{organisation}/history")),
    "openOrganisation": Call(
        _send(
            "POST",
            "/organisations",
            lambda t: {
                "name": "Chi bộ Mới Thử",
                "kind": "cell",
                "parent_id": str(t.organisation),
                "on": _today(),
            },
        )
    ),
    "renameOrganisation": Call(
        _send(
            "PATCH",
            "/organisations/{organisation}",
            lambda _: {"name": "Tên Mới Thử", "version": 1, "on": _today()},
        )
    ),
    "moveOrganisation": Call(
        _send(
            "POST",
            "/organisations/{organisation}/move",
            lambda _: {"parent_id": None, "version": 1, "on": _today(), "preview": True},
        )
    ),
    "mergeOrganisations": Call(
        _send(
            "POST",
            "/organisations/{organisation}/merging",
            lambda t: {
                "version": 1,
                "on": _today(),
                "preview": True,
                "others": [{"id": str(t.belongings.twin), "version": 1}],
                "into": str(t.organisation),
            },
        )
    ),
    "splitOrganisation": Call(
        _send(
            "POST",
            "/organisations/{organisation}/splitting",
            lambda _: {
                "version": 1,
                "on": _today(),
                "preview": True,
                "parts": [{"name": "Phần Thử"}],
                "stays": True,
            },
        )
    ),
    "closeOrganisation": Call(
        _send(
            "POST",
            "/organisations/{organisation}/closing",
            lambda _: {"version": 1, "on": _today(), "preview": True},
        )
    ),
    "listAppointments": Call(_get("/organisations/{organisation}/appointments")),
    "appoint": Call(
        _send(
            "POST",
            "/organisations/{organisation}/appointments",
            lambda t: {"account_id": str(t.account), "role": "follower", "since": _today()},
        )
    ),
    "endAppointment": Call(_send("POST", "/appointments/{appointment}/ending", lambda _: {})),
    "delegateAppointment": Call(
        _send(
            "POST",
            "/appointments/{appointment}/delegation",
            lambda t: {"account_id": str(t.account), "until": _today()},
        )
    ),
}

#: A file goes out as it is.
_LIST = "Họ và tên,Ngày sinh\nNgười Mới Thử,02/03/1960\n".encode()
_RETURNED = {"code": "x" * 20, "state": "x" * 40, "walk": "x" * 40}

OWN: Mapping[str, Call] = {
    name: Call(_send(method, path, _always(body)), is_own=True)
    for name, (method, path, body) in {
        **_DOORS,
        "signOut": ("POST", "/auth/sign-out", None),
        "giveSecondFactor": ("POST", "/auth/second-factor", {"code": "000000"}),
        "getMe": ("GET", "/me", None),
        "listMySessions": ("GET", "/me/sessions", None),
        "endMyOtherSessions": ("DELETE", "/me/sessions", None),
        "listMySecurityEvents": ("GET", "/me/security-events", None),
        "markMySecurityEventsSeen": ("POST", "/me/security-events/seen", None),
        "setMyPassword": ("PUT", "/me/password", {"new": _PHRASE}),
        "chooseMyName": ("PUT", "/me/sign-in-name", {"name": "ten.chon.thu"}),
        "dropMyName": ("DELETE", "/me/sign-in-name", None),
        "beginOneTimeCodes": ("POST", "/me/one-time-codes", {"password": _PHRASE}),
        "confirmOneTimeCodes": ("POST", "/me/one-time-codes/confirmation", {"code": "000000"}),
        "removeOneTimeCodes": ("POST", "/me/one-time-codes/removal", {"code": "000000"}),
        "renewBackupCodes": ("POST", "/me/backup-codes", {"code": "000000"}),
        "listOwnAppointments": ("GET", "/me/appointments", None),
        "getOidc": ("GET", "/auth/oidc", None),
        "beginOidc": ("POST", "/auth/oidc", None),
        "finishOidc": ("POST", "/auth/oidc/callback", _RETURNED),
        "beginLinkingOidc": ("POST", "/me/oidc", {"password": _PHRASE}),
        "finishLinkingOidc": ("POST", "/me/oidc/callback", _RETURNED),
        "unlinkOidc": ("DELETE", "/me/oidc", None),
        "listMemberFields": ("GET", "/members/fields", None),
        "readOwnRecord": ("GET", "/me/record", None),
        "listOwnRecordViews": ("GET", "/me/record/views", None),
        "getOwnData": ("GET", "/me/data", None),
        "sendMemberList": ("POST", "/member-imports", _LIST),
        "listOwnCorrections": ("GET", "/me/corrections", None),
        "askForCorrection": (
            "POST",
            "/me/corrections",
            {"field": "occupation", "wanted": "Thợ mộc", "reason": "đổi nghề"},
        ),
        "listOwnDataRequests": ("GET", "/me/data-requests", None),
        "askAboutOwnData": ("POST", "/me/data-requests", {"kind": "know", "text": "Xin biết."}),
        "getOwnOidc": ("GET", "/me/oidc", None),
        "listNoticeTemplates": ("GET", "/notice-templates", None),
        "getInboxSummary": ("GET", "/me/inbox/summary", None),
        "listSavedSearches": ("GET", "/me/saved-searches", None),
        "listMyDevices": ("GET", "/me/devices", None),
        "registerMyDevice": (
            "POST",
            "/me/devices",
            {"kind": "fid", "platform": "android", "address": "dia-chi-cua-toi"},
        ),
        "listPhones": ("GET", "/phones", None),
        "saveSearch": ("POST", "/me/saved-searches", {"q": "đảng phí"}),
        # Jobs are of the whole service: nobody of the small world looks after them.
        "countJobs": ("GET", "/jobs", None),
        "listDeadJobs": ("GET", "/jobs/dead", None),
        "retryJob": ("POST", f"/jobs/{UUID(int=1)}/retry", None),
        "discardJob": ("POST", f"/jobs/{UUID(int=1)}/discard", None),
    }.items()
}

MEMBERS: Mapping[str, Call] = {
    "listMembers": Call(_get("/members", limit="100"), is_list=True),
    "searchMembers": Call(
        _send("POST", "/members/searches", lambda _: {"name": "thử", "limit": 100}),
        is_list=True,
    ),
    "addMember": Call(
        _send(
            "POST",
            "/members",
            lambda t: {
                "cell": str(t.cell),
                "status": "prospect",
                "fields": {"full_name": "Người Mới Thử"},
            },
        )
    ),
    "lookUpMember": Call(
        _send("POST", "/members/look-ups", lambda t: {"field": "card_number", "number": t.card}),
        is_list=True,
    ),
    "readMember": Call(_get("/members/{member}")),
    "changeMember": Call(
        _send(
            "PATCH",
            "/members/{member}",
            lambda _: {"version": 1, "fields": {"occupation": "Thợ mộc"}},
        )
    ),
    "revealMemberField": Call(
        _send("POST", "/members/{member}/reveals", lambda _: {"field": "citizen_id"})
    ),
    "changeMemberStatus": Call(
        _send(
            "POST",
            "/members/{member}/status-changes",
            lambda _: {"to": "exempt", "on": _today(), "decision": "01-QĐ/TT"},
        )
    ),
    "eraseMember": Call(_send("POST", "/members/{member}/erasure")),
    "addMemberLine": Call(
        _send(
            "POST",
            "/members/{member}/lines",
            lambda _: {"list": "positions", "text": "Tổ trưởng", "since": "2020-01-01"},
        )
    ),
    "endMemberLine": Call(
        _send("PATCH", "/members/{member}/lines/{line}", lambda _: {"until": _today()})
    ),
    "removeMemberLine": Call(_send("DELETE", "/members/{member}/lines/{line}")),
    "readMemberDossier": Call(_get("/members/{member}/dossier")),
    "noteMemberDossier": Call(
        _send("PUT", "/members/{member}/dossier", lambda _: {"papers": {"la": {"held": True}}})
    ),
    "listTransfers": Call(_get("/transfers", limit="100"), is_list=True),
    "startTransfer": Call(
        _send(
            "POST",
            "/transfers",
            lambda t: {"kind": "official_internal", "member_id": str(t.member)},
        )
    ),
    "getTransfer": Call(_get("/transfers/{transfer}")),
    "stepTransfer": Call(_send("POST", "/transfers/{transfer}/steps", lambda _: {"code": "agree"})),
    "listCorrections": Call(_get("/corrections", limit="100"), is_list=True),
    "getCorrection": Call(_get("/corrections/{correction}")),
    "stepCorrection": Call(
        _send("POST", "/corrections/{correction}/steps", lambda _: {"code": "forward"})
    ),
    "withdrawCorrection": Call(_send("DELETE", "/me/corrections/{correction}")),
    "exportCorrections": Call(
        _send("POST", "/corrections/exports", lambda _: {"purpose": "gửi cấp trên"})
    ),
    "getCorrectionExport": Call(_get("/corrections/exports/{transfer}")),
    "listDataRequests": Call(_get("/data-requests", limit="100"), is_list=True),
    "getDataRequest": Call(_get("/data-requests/{request}")),
    "answerDataRequest": Call(
        _send(
            "POST",
            "/data-requests/{request}/answer",
            lambda _: {"outcome": "agreed", "text": "Đã trả lời."},
        )
    ),
    "noteDataRequestCarriedOut": Call(_send("POST", "/data-requests/{request}/carrying-out")),
    "withdrawDataRequest": Call(_send("DELETE", "/me/data-requests/{request}")),
    "enterPaperRequest": Call(
        _send(
            "POST",
            "/data-requests",
            lambda t: {
                "kind": "know",
                "text": "Xin cho biết.",
                "member_id": str(t.member),
                "received_on": _today(),
            },
        )
    ),
    "readAuditLog": Call(
        _get("/audit", subject_kind="member", subject_id="{member}", limit="100"), is_list=True
    ),
    "listBreaches": Call(_get("/breaches", limit="100"), is_list=True, of_organisations=True),
    "getBreach": Call(_get("/breaches/{breach}")),
    "enterBreach": Call(
        _send(
            "POST",
            "/breaches",
            lambda t: {
                "organisation_id": str(t.organisation),
                "noticed_at": clock.now().isoformat(),
                "description": "Mất một tờ danh sách.",
            },
        )
    ),
    "stepBreach": Call(_send("POST", "/breaches/{breach}/steps", lambda _: {"code": "noted"})),
    "exportMembers": Call(
        _send(
            "POST",
            "/member-exports",
            lambda t: {
                "purpose": "họp xét thi đua",
                "organisation_id": str(t.organisation),
                "fields": ["full_name"],
            },
        )
    ),
    "previewMemberImport": Call(
        _send("POST", "/member-imports/{transfer}/preview", lambda _: _MAPPING)
    ),
    "getMemberImportFaults": Call(_get("/member-imports/{transfer}/faults")),
    "confirmMemberImport": Call(
        _send("POST", "/member-imports/{transfer}/confirmation", lambda _: {"mapping": _MAPPING})
    ),
    "endMySession": Call(_send("DELETE", "/me/sessions/{session}")),
    "removeMyDevice": Call(_send("DELETE", "/me/devices/{phone}")),
    "testMyDevice": Call(_send("POST", "/me/devices/{phone}/test")),
    "noteReceivedOnMyDevice": Call(
        _send("POST", "/me/devices/{phone}/received", lambda _: {"test": True})
    ),
    "takeBackSearch": Call(_send("DELETE", "/me/saved-searches/{saved_search}")),
}

_MAPPING = {
    "first_row": 2,
    "columns": {"A": "full_name", "B": "birth_date", "C": "cell"},
    "fixed": {"status": "official"},
}

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
    return Call(_send("POST", path, _always(_AS_READ)))


_RECIPIENT = "/notices/{notice}/recipients/{member}"

NOTICES: Mapping[str, Call] = {
    "listNotices": Call(_get("/notices", limit="100"), is_list=True),
    "composeNotice": Call(_send("POST", "/notices", _said_by)),
    "previewNotice": Call(_send("POST", "/notices/previews", _said_by)),
    "getNotice": Call(_get("/notices/{notice}")),
    "rewriteNotice": Call(_send("PUT", "/notices/{draft}", lambda t: {**_said(t), **_AS_READ})),
    "discardNotice": _act("/notices/{draft}/discarding"),
    "sendNotice": _act("/notices/{draft}/sending"),
    "releaseNotice": _act("/notices/{draft}/release"),
    "sendNoticeBack": _act("/notices/{draft}/sending-back"),
    "stopNotice": _act("/notices/{draft}/stopping"),
    "cancelNotice": _act("/notices/{notice}/cancellation"),
    "correctNotice": Call(_send("POST", "/notices/{notice}/corrections", _said_anew)),
    "remindNotice": _act("/notices/{notice}/reminders"),
    "getNoticeTimeline": Call(_get("/notices/{notice}/timeline")),
    "listNoticeRecipients": Call(_get("/notices/{notice}/recipients", limit="100")),
    "getNoticeRecipient": Call(_get(_RECIPIENT)),
    "getCallList": Call(_get("/notices/{notice}/call-list", limit="100")),
    "noteContact": Call(
        _send("POST", f"{_RECIPIENT}/contacts", _always({"how": "paper", "outcome": "told"}))
    ),
    "takeContactBack": Call(_send("DELETE", f"{_RECIPIENT}/contacts/{{contact}}")),
    "answerForRecipient": Call(
        _send("POST", f"{_RECIPIENT}/answers", _always({"answer": "attend"}))
    ),
    "printNotice": Call(_get("/notices/{notice}/papers", member_id="{member}")),
    "exportNoticeRecipients": Call(
        _send("POST", "/notices/{notice}/exports", _always({"purpose": "họp xét thi đua"}))
    ),
    "listMemberDevices": Call(_get("/member-devices", limit="100"), is_list=True),
    "listNoticeGroups": Call(_get("/notice-groups", limit="100"), is_list=True),
    "makeNoticeGroup": Call(
        _send(
            "POST",
            "/notice-groups",
            lambda t: {"organisation_id": str(t.organisation), "name": "Tổ mới"},
        )
    ),
    "getNoticeGroup": Call(_get("/notice-groups/{group}")),
    "changeNoticeGroup": Call(
        _send("PUT", "/notice-groups/{group}", _always({"name": "Tổ khác", "version": 1}))
    ),
    "deleteNoticeGroup": Call(_send("DELETE", "/notice-groups/{group}")),
    "listInbox": Call(_get("/me/inbox", limit="100"), is_list=True),
    "sync": Call(_get("/me/sync", limit="100"), is_list=True),
    "sendReceipts": Call(
        _send(
            "POST",
            "/me/inbox/receipts",
            lambda t: {"receipts": [{"notice_id": str(t.belongings.notice), "what": "opened"}]},
        )
    ),
    "getInboxNotice": Call(_get("/me/inbox/{notice}")),
    "confirmNotice": Call(_send("POST", "/me/inbox/{notice}/confirmation", _always({}))),
    "answerNotice": Call(
        _send("POST", "/me/inbox/{notice}/answers", _always({"answer": "attend"}))
    ),
    "archiveNotice": Call(
        _send("PUT", "/me/inbox/{notice}/archiving", _always({"archived": True}))
    ),
}

CALLS: Mapping[str, Call] = {**OWN, **ACCOUNTS, **ORGANISATIONS, **MEMBERS, **NOTICES}

#: Reading of the library has its own tests: who may read a document is no matter of roles here.
LIBRARY = frozenset(
    {
        "listDocuments",
        "resolveSymbol",
        "getDocument",
        "listProvisions",
        "getProvision",
        "listCitations",
        "getFile",
        "search",
        "suggest",
    }
)
