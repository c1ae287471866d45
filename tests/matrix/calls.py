"""How each operation is called about a target. A route without a line here fails the suite."""

from collections.abc import Mapping
from uuid import UUID

from handbook_api.core import clock
from tests.matrix.call import Call, always, getting, sending, today
from tests.matrix.calls_of_documents import DOCUMENTS
from tests.matrix.calls_of_notices import NOTICES

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
    "listAccounts": Call(getting("/accounts", limit="100"), is_list=True),
    "getAccount": Call(getting("/accounts/{account}")),
    "disableAccount": Call(
        sending("POST", "/accounts/{account}/disabling", lambda _: {"reason": "lost_device"})
    ),
    "enableAccount": Call(sending("POST", "/accounts/{account}/enabling")),
    "endSessionsOfAccount": Call(sending("DELETE", "/accounts/{account}/sessions")),
    "openReset": Call(sending("POST", "/accounts/{account}/resets", lambda _: {})),
    "listSlips": Call(getting("/slips", limit="100"), is_list=True),
    "issueSlips": Call(sending("POST", "/slips", lambda t: {"account_ids": [str(t.account)]})),
    "printSlips": Call(
        sending("POST", "/slips/sheet", lambda t: {"account_ids": [str(t.account)]})
    ),
    "revokeSlip": Call(sending("DELETE", "/slips/{slip}")),
    "listResets": Call(getting("/resets"), is_list=True),
    "withdrawReset": Call(sending("DELETE", "/resets/{reset}")),
    "confirmReset": Call(sending("POST", "/resets/{reset}/confirmation")),
}

ORGANISATIONS: Mapping[str, Call] = {
    "listOrganisations": Call(
        getting("/organisations", limit="100"), is_list=True, of_organisations=True
    ),
    "listOrganisationKinds": Call(getting("/organisations/kinds"), is_own=True),
    "getOrganisation": Call(getting("/organisations/{organisation}")),
    "getOrganisationHistory": Call(getting("/organisations/{organisation}/history")),
    "getAdoption": Call(getting("/statistics/adoption", organisation_id="{organisation}")),
    "exportAdoption": Call(getting("/statistics/adoption.csv", organisation_id="{organisation}")),
    "openOrganisation": Call(
        sending(
            "POST",
            "/organisations",
            lambda t: {
                "name": "Chi bộ Mới Thử",
                "kind": "cell",
                "parent_id": str(t.organisation),
                "on": today(),
            },
        )
    ),
    "renameOrganisation": Call(
        sending(
            "PATCH",
            "/organisations/{organisation}",
            lambda _: {"name": "Tên Mới Thử", "version": 1, "on": today()},
        )
    ),
    "moveOrganisation": Call(
        sending(
            "POST",
            "/organisations/{organisation}/move",
            lambda _: {"parent_id": None, "version": 1, "on": today(), "preview": True},
        )
    ),
    "mergeOrganisations": Call(
        sending(
            "POST",
            "/organisations/{organisation}/merging",
            lambda t: {
                "version": 1,
                "on": today(),
                "preview": True,
                "others": [{"id": str(t.belongings.twin), "version": 1}],
                "into": str(t.organisation),
            },
        )
    ),
    "splitOrganisation": Call(
        sending(
            "POST",
            "/organisations/{organisation}/splitting",
            lambda _: {
                "version": 1,
                "on": today(),
                "preview": True,
                "parts": [{"name": "Phần Thử"}],
                "stays": True,
            },
        )
    ),
    "closeOrganisation": Call(
        sending(
            "POST",
            "/organisations/{organisation}/closing",
            lambda _: {"version": 1, "on": today(), "preview": True},
        )
    ),
    "listAppointments": Call(getting("/organisations/{organisation}/appointments")),
    "appoint": Call(
        sending(
            "POST",
            "/organisations/{organisation}/appointments",
            lambda t: {"account_id": str(t.account), "role": "follower", "since": today()},
        )
    ),
    "endAppointment": Call(sending("POST", "/appointments/{appointment}/ending", lambda _: {})),
    "delegateAppointment": Call(
        sending(
            "POST",
            "/appointments/{appointment}/delegation",
            lambda t: {"account_id": str(t.account), "until": today()},
        )
    ),
}

#: A file goes out as it is.
_LIST = "Họ và tên,Ngày sinh\nNgười Mới Thử,02/03/1960\n".encode()
_RETURNED = {"code": "x" * 20, "state": "x" * 40, "walk": "x" * 40}

OWN: Mapping[str, Call] = {
    name: Call(sending(method, path, always(body)), is_own=True)
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
        "getMyPin": ("GET", "/me/pin", None),
        "setMyPin": ("PUT", "/me/pin", {"new": "740918"}),
        "openByMyPin": ("POST", "/me/pin/opening", {"pin": "740918"}),
        "removeMyPin": ("POST", "/me/pin/removal", {"pin": "740918"}),
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
        "listAnnotations": ("GET", "/me/annotations", None),
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
    "listMembers": Call(getting("/members", limit="100"), is_list=True),
    "searchMembers": Call(
        sending("POST", "/members/searches", lambda _: {"name": "thử", "limit": 100}),
        is_list=True,
    ),
    "addMember": Call(
        sending(
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
        sending("POST", "/members/look-ups", lambda t: {"field": "card_number", "number": t.card}),
        is_list=True,
    ),
    "readMember": Call(getting("/members/{member}")),
    "changeMember": Call(
        sending(
            "PATCH",
            "/members/{member}",
            lambda _: {"version": 1, "fields": {"occupation": "Thợ mộc"}},
        )
    ),
    "revealMemberField": Call(
        sending("POST", "/members/{member}/reveals", lambda _: {"field": "citizen_id"})
    ),
    "changeMemberStatus": Call(
        sending(
            "POST",
            "/members/{member}/status-changes",
            lambda _: {"to": "exempt", "on": today(), "decision": "01-QĐ/TT"},
        )
    ),
    "eraseMember": Call(sending("POST", "/members/{member}/erasure")),
    "addMemberLine": Call(
        sending(
            "POST",
            "/members/{member}/lines",
            lambda _: {"list": "positions", "text": "Tổ trưởng", "since": "2020-01-01"},
        )
    ),
    "endMemberLine": Call(
        sending("PATCH", "/members/{member}/lines/{line}", lambda _: {"until": today()})
    ),
    "removeMemberLine": Call(sending("DELETE", "/members/{member}/lines/{line}")),
    "readMemberDossier": Call(getting("/members/{member}/dossier")),
    "noteMemberDossier": Call(
        sending("PUT", "/members/{member}/dossier", lambda _: {"papers": {"la": {"held": True}}})
    ),
    "listTransfers": Call(getting("/transfers", limit="100"), is_list=True),
    "startTransfer": Call(
        sending(
            "POST",
            "/transfers",
            lambda t: {"kind": "official_internal", "member_id": str(t.member)},
        )
    ),
    "getTransfer": Call(getting("/transfers/{transfer}")),
    "stepTransfer": Call(
        sending("POST", "/transfers/{transfer}/steps", lambda _: {"code": "agree"})
    ),
    "listCorrections": Call(getting("/corrections", limit="100"), is_list=True),
    "getCorrection": Call(getting("/corrections/{correction}")),
    "stepCorrection": Call(
        sending("POST", "/corrections/{correction}/steps", lambda _: {"code": "forward"})
    ),
    "withdrawCorrection": Call(sending("DELETE", "/me/corrections/{correction}")),
    "exportCorrections": Call(
        sending("POST", "/corrections/exports", lambda _: {"purpose": "gửi cấp trên"})
    ),
    "getCorrectionExport": Call(getting("/corrections/exports/{transfer}")),
    "listDataRequests": Call(getting("/data-requests", limit="100"), is_list=True),
    "getDataRequest": Call(getting("/data-requests/{request}")),
    "answerDataRequest": Call(
        sending(
            "POST",
            "/data-requests/{request}/answer",
            lambda _: {"outcome": "agreed", "text": "Đã trả lời."},
        )
    ),
    "noteDataRequestCarriedOut": Call(sending("POST", "/data-requests/{request}/carrying-out")),
    "withdrawDataRequest": Call(sending("DELETE", "/me/data-requests/{request}")),
    "enterPaperRequest": Call(
        sending(
            "POST",
            "/data-requests",
            lambda t: {
                "kind": "know",
                "text": "Xin cho biết.",
                "member_id": str(t.member),
                "received_on": today(),
            },
        )
    ),
    "readAuditLog": Call(
        getting("/audit", subject_kind="member", subject_id="{member}", limit="100"), is_list=True
    ),
    "listBreaches": Call(getting("/breaches", limit="100"), is_list=True, of_organisations=True),
    "getBreach": Call(getting("/breaches/{breach}")),
    "enterBreach": Call(
        sending(
            "POST",
            "/breaches",
            lambda t: {
                "organisation_id": str(t.organisation),
                "noticed_at": clock.now().isoformat(),
                "description": "Mất một tờ danh sách.",
            },
        )
    ),
    "stepBreach": Call(sending("POST", "/breaches/{breach}/steps", lambda _: {"code": "noted"})),
    "exportMembers": Call(
        sending(
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
        sending("POST", "/member-imports/{transfer}/preview", lambda _: _MAPPING)
    ),
    "getMemberImportFaults": Call(getting("/member-imports/{transfer}/faults")),
    "confirmMemberImport": Call(
        sending("POST", "/member-imports/{transfer}/confirmation", lambda _: {"mapping": _MAPPING})
    ),
    "endMySession": Call(sending("DELETE", "/me/sessions/{session}")),
    "removeMyDevice": Call(sending("DELETE", "/me/devices/{phone}")),
    "testMyDevice": Call(sending("POST", "/me/devices/{phone}/test")),
    "noteReceivedOnMyDevice": Call(
        sending("POST", "/me/devices/{phone}/received", lambda _: {"test": True})
    ),
    "takeBackSearch": Call(sending("DELETE", "/me/saved-searches/{saved_search}")),
    "getAnnotation": Call(getting("/me/annotations/{annotation}")),
    "keepAnnotation": Call(sending("PUT", "/me/annotations/{annotation}", lambda _: _NOTE)),
    "deleteAnnotation": Call(sending("DELETE", "/me/annotations/{annotation}")),
    "restoreAnnotation": Call(sending("POST", "/me/annotations/{annotation}/restoration")),
}

_NOTE = {
    "motivation": "commenting",
    "document_id": "mot-van-ban",
    "anchor": "1",
    "text": "ghi khác",
    "version": 1,
}

_MAPPING = {
    "first_row": 2,
    "columns": {"A": "full_name", "B": "birth_date", "C": "cell"},
    "fixed": {"status": "official"},
}

CALLS: Mapping[str, Call] = {**OWN, **ACCOUNTS, **ORGANISATIONS, **MEMBERS, **DOCUMENTS, **NOTICES}

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
