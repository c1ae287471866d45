"""The whole content folder as one frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook_api.content_store.entries import (
    Abbreviation,
    DocumentEntry,
    Issuer,
    Messages,
    Synonym,
    Term,
    Topic,
)
from handbook_api.content_store.parameters.book import rules_on
from handbook_api.content_store.parameters.choices import ChoiceList
from handbook_api.content_store.parameters.dated import DatedValue, Parameter
from handbook_api.content_store.parameters.fields import FieldSpec, ViewerClass
from handbook_api.content_store.parameters.holidays import Holiday
from handbook_api.content_store.parameters.notice_kinds import NoticeKind
from handbook_api.content_store.parameters.organisation_kinds import OrganisationKind
from handbook_api.content_store.parameters.papers import PaperKind, RequestKind
from handbook_api.content_store.parameters.phones import PhoneHelp, phone_meant
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.content_store.parameters.rules import (
    AnnotationRules,
    BadgeRules,
    DataProtectionRules,
    DraftRules,
    MembershipRules,
    NoticeRules,
    SecurityRules,
    StatisticsRules,
    TransferRules,
)
from handbook_api.content_store.parameters.statuses import MemberStatuses
from handbook_api.content_store.parameters.transfers import TransferFlow
from handbook_api.content_store.parameters.wordings import bare_words
from handbook_api.content_store.templates import NoticeTemplate
from handbook_api.core.identity import Role

#: The language of the product: what is shown when nothing else was asked for.
HOME_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the officers wrote, read once; safe to share between threads."""

    documents: tuple[DocumentEntry, ...]
    issuers: tuple[Issuer, ...]
    topics: tuple[Topic, ...]
    terms: tuple[Term, ...]
    abbreviations: tuple[Abbreviation, ...]
    synonyms: tuple[Synonym, ...]
    messages_by_language: Mapping[str, Messages]
    organisation_kinds: Mapping[str, OrganisationKind]
    #: How many digits each part of an official code M1.M2.M3.M4.M5 has.
    organisation_code_digits: tuple[int, ...]
    roles: Mapping[Role, RoleSpec]
    member_statuses: MemberStatuses
    member_fields: Mapping[str, FieldSpec]
    #: Code of a field by the bare words of every heading lists use for it.
    member_headings: Mapping[str, str]
    viewer_classes: Mapping[str, ViewerClass]
    #: Closed lists of the record by code: “sex”, “ethnicity” …
    lists: Mapping[str, ChoiceList]
    transfer_flow: TransferFlow
    dossier_papers: Mapping[str, PaperKind]
    request_kinds: Mapping[str, RequestKind]
    holiday_list: Mapping[date, Holiday]
    notice_kinds: Mapping[str, NoticeKind]
    notice_templates: Mapping[str, NoticeTemplate]
    #: Help by brand, in the order in which brands are looked for.
    phones: Mapping[str, PhoneHelp]
    #: Every dated rule by name: “badges.years”.
    parameters: Mapping[str, Parameter]

    @property
    def term_starts(self) -> Mapping[int, date]:
        """The first day of each term of the Party, by its number, oldest first."""
        return {term.ordinal: term.since for term in self.terms}

    def messages(self, language: str) -> Messages:
        """Return the words of `language` ("vi", "en-GB" …), or the Vietnamese ones.

        Empty messages when the folder has none, so that a message can always be looked up.
        """
        for wanted in (language.lower().split("-")[0], HOME_LANGUAGE):
            if wanted in self.messages_by_language:
                return self.messages_by_language[wanted]
        return Messages(HOME_LANGUAGE, {}, {}, {})

    @property
    def holidays(self) -> frozenset[date]:
        """The public holidays that are known, for counting working days."""
        return frozenset(self.holiday_list)

    def field_of_heading(self, heading: str) -> FieldSpec | None:
        """Return the record's field that a list means by the column `heading`, None if none."""
        code = self.member_headings.get(bare_words(heading))
        return None if code is None else self.member_fields[code]

    def phone_of(self, *told: str) -> PhoneHelp | None:
        """Return the help for the phone that a user agent, or a model's name, tells of."""
        return phone_meant(self.phones, told)

    def parameter(self, name: str, *, on: date) -> DatedValue[object]:
        """Return the value of the rule `name` (“badges.years”) on `on`, with its source.

        Raises NoValueInForce when the rule is older than what the content knows.
        """
        return self.parameters[name].on(on)

    def membership(self, on: date) -> MembershipRules:
        """Return the rules of joining and leaving on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, MembershipRules, on)

    def badges(self, on: date) -> BadgeRules:
        """Return the rules of Party badges on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, BadgeRules, on)

    def transfers(self, on: date) -> TransferRules:
        """Return the time limits of transfers on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, TransferRules, on)

    def data_protection(self, on: date) -> DataProtectionRules:
        """Return the clocks and retention of personal data on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, DataProtectionRules, on)

    def drafts(self, on: date) -> DraftRules:
        """Return the rules of bringing documents in, on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, DraftRules, on)

    def security(self, on: date) -> SecurityRules:
        """Return the rules of sign-in on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, SecurityRules, on)

    def annotations(self, on: date) -> AnnotationRules:
        """Return the rules of what readers keep for themselves on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, AnnotationRules, on)

    def notices(self, on: date) -> NoticeRules:
        """Return the rules of notices on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, NoticeRules, on)

    def statistics(self, on: date) -> StatisticsRules:
        """Return the rules of figures on `on`. Raises NoValueInForce."""
        return rules_on(self.parameters, StatisticsRules, on)
