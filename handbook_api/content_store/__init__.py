"""Reads and checks the officers' content folder; knows nothing of Flask or the database.

`load` gives the frozen content, `check` lists what an officer should mend, `content_hash` tells
cheaply whether anything changed since the last start.
"""

from handbook_api.content_store.checking import Problem, check
from handbook_api.content_store.content import Content
from handbook_api.content_store.entries import (
    Abbreviation,
    DocumentEntry,
    ErrorText,
    Issuer,
    Mention,
    Messages,
    Plenum,
    Relation,
    Source,
    Status,
    Synonym,
    Term,
    Topic,
)
from handbook_api.content_store.errors import ContentUnreadable, NoValueInForce
from handbook_api.content_store.loading import content_hash, load
from handbook_api.content_store.parameters.choices import Choice, ChoiceList
from handbook_api.content_store.parameters.dated import DatedValue, Parameter, value_in_force
from handbook_api.content_store.parameters.fields import SELF, FieldSpec, ViewerClass
from handbook_api.content_store.parameters.holidays import Holiday
from handbook_api.content_store.parameters.notice_kinds import NoticeAnswer, NoticeKind
from handbook_api.content_store.parameters.organisation_kinds import OrganisationKind
from handbook_api.content_store.parameters.papers import PaperKind, RequestKind
from handbook_api.content_store.parameters.phones import PhoneHelp
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.content_store.parameters.rules import (
    BadgeRules,
    DataProtectionRules,
    MembershipRules,
    NoticeRules,
    SecurityRules,
    StatisticsRules,
    TransferRules,
    YearDay,
)
from handbook_api.content_store.parameters.statuses import MemberStatus, MemberStatuses, Transition
from handbook_api.content_store.parameters.transfers import (
    TransferFlow,
    TransferKind,
    TransferState,
    TransferStep,
)
from handbook_api.content_store.parameters.wordings import bare_words
from handbook_api.content_store.templates import NoticeField, NoticeTemplate, TemplateVersion

__all__ = [
    "SELF",
    "Abbreviation",
    "BadgeRules",
    "Choice",
    "ChoiceList",
    "Content",
    "ContentUnreadable",
    "DataProtectionRules",
    "DatedValue",
    "DocumentEntry",
    "ErrorText",
    "FieldSpec",
    "Holiday",
    "Issuer",
    "MemberStatus",
    "MemberStatuses",
    "MembershipRules",
    "Mention",
    "Messages",
    "NoValueInForce",
    "NoticeAnswer",
    "NoticeField",
    "NoticeKind",
    "NoticeRules",
    "NoticeTemplate",
    "OrganisationKind",
    "PaperKind",
    "Parameter",
    "PhoneHelp",
    "Plenum",
    "Problem",
    "Relation",
    "RequestKind",
    "RoleSpec",
    "SecurityRules",
    "Source",
    "StatisticsRules",
    "Status",
    "Synonym",
    "TemplateVersion",
    "Term",
    "Topic",
    "TransferFlow",
    "TransferKind",
    "TransferRules",
    "TransferState",
    "TransferStep",
    "Transition",
    "ViewerClass",
    "YearDay",
    "bare_words",
    "check",
    "content_hash",
    "load",
    "value_in_force",
]
