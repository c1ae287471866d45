"""What the dated rule files hold, as typed objects: the rules in force on one day.

Each class is one file of content/parameters; each field is one `[rules.<field>]` table of it.
A unit stands at the end of a field's name.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class YearDay(NamedTuple):
    """A day that comes every year; the files write it as people do: “3/2”."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """Return this day in `year`."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class MembershipRules:
    """Joining and leaving (membership.toml). `*_below_months`: shorter than, not up to."""

    admission_age_from_years: int
    admission_age_to_years: int
    ceremony_within_working_days: int
    probation_months: int
    recognition_within_working_days: int
    readmission_after_months: int
    temporary_exemption_below_months: int
    striking_off_complaint_working_days: int


@dataclass(frozen=True, slots=True)
class BadgeRules:
    """Party badges (badges.toml).

    years: membership ages that earn one, ascending. rounds: when they are given, in the order
        of the year. senior_from_years: the first badge that counts as senior for grave illness.
    """

    years: tuple[int, ...]
    rounds: tuple[YearDay, ...]
    senior_from_years: int
    early_grave_illness_months: int
    early_grave_illness_senior_months: int
    early_posthumous_months: int
    wait_after_reprimand_months: int
    wait_after_warning_months: int
    wait_after_dismissal_months: int

    def early_months(self, years: int) -> int:
        """Return how many months early the badge of `years` may come in grave illness."""
        if years >= self.senior_from_years:
            return self.early_grave_illness_senior_months
        return self.early_grave_illness_months


@dataclass(frozen=True, slots=True)
class TransferRules:
    """Time limits of transfers (transfers.toml)."""

    start_within_working_days: int
    present_within_working_days: int
    cell_agrees_within_working_days: int
    committee_sends_within_working_days: int
    cell_completes_within_working_days: int
    temporary_from_months: int
    temporary_below_months: int
    study_from_months: int
    study_to_months: int

    def working_days(self, rule: str) -> int:
        """Return the limit whose field is `rule`: how a TransferState names its clock."""
        return int(getattr(self, rule))


@dataclass(frozen=True, slots=True)
class DataProtectionRules:
    """Clocks and retention of personal data (data_protection.toml)."""

    request_answer_working_days: int
    breach_notice_hours: int
    correction_secretary_working_days: int
    correction_officer_working_days: int
    keep_ended_sensitive_months: int
    keep_requests_months: int
    keep_breaches_months: int
    keep_exports_days: int
    keep_import_files_days: int
    keep_idempotency_hours: int
    keep_slips_days: int
    keep_sessions_days: int
    keep_security_events_days: int


@dataclass(frozen=True, slots=True)
class DraftRules:
    """Documents that wait to be looked through (document_drafts.toml).

    most_open: of one organisation. keep_days: a draft that nobody touched, and what tells what
    became of one.
    """

    most_open: int
    keep_days: int


@dataclass(frozen=True, slots=True)
class SecurityRules:
    """Sign-in (security.toml)."""

    slip_valid_days: int
    slip_second_use_hours: int
    slip_most_wrong_years: int
    codes_an_hour: int
    codes_flood_an_hour: int
    codes_in_flood_an_hour: int
    tries: int
    tries_window_minutes: int
    session_idle_days: int
    session_absolute_days: int
    most_devices: int
    access_token_minutes: int
    refresh_grace_seconds: int
    second_factor_hours: int
    second_factor_fresh_minutes: int
    totp_window_steps: int
    backup_codes: int
    reset_valid_hours: int
    oidc_flow_minutes: int
    password_min_length: int
    password_max_length: int
    pin_open_minutes: int
    pin_tries: int
    pin_pause_after: int
    pin_pause_minutes: int


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """Sending notices and what follows when one does not arrive (notices.toml).

    Hours of the day (`*_hour`, `digest_hour`) are Vietnamese time. `most_reminders`: to one
    person for one notice. `device_fresh_days`: a device that told its address within these
    counts as working. `second_way_*`: texts and e-mails.
    """

    undo_seconds: int
    release_above_people: int
    release_within_hours: int
    preview_least_people: int
    draft_days: int
    close_after_days: int
    most_people_named: int
    title_most_letters: int
    text_most_letters: int
    most_links: int
    most_groups: int
    most_group_people: int
    notice_delivery_seconds: int
    call_list_after_hours: int
    call_list_evening_hour: int
    urgent_call_list_after_hours: int
    remind_unanswered_after_hours: int
    remind_before_event_hours: int
    most_reminders: int
    second_way_after_hours: int
    urgent_second_way_after_hours: int
    second_way_give_up_hours: int
    second_way_batch: int
    quiet_from_hour: int
    quiet_until_hour: int
    most_bells_an_hour: int
    push_give_up_hours: int
    push_give_up_urgent_hours: int
    push_batch: int
    device_idle_days: int
    device_fresh_days: int
    device_test_pause_seconds: int
    most_devices_a_person: int
    most_saved_searches: int
    saved_search_most_letters: int
    saved_search_documents_a_round: int
    saved_searches_a_round: int
    saved_search_wait_minutes: int
    saved_search_again_after_days: int
    saved_search_most_a_day: int
    digest_day: int
    digest_hour: int
    digest_most_documents: int
    inbox_search_most_letters: int
    keep_notices_months: int
    keep_deliveries_days: int
    keep_jobs_days: int


@dataclass(frozen=True, slots=True)
class AnnotationRules:
    """What readers keep for themselves (annotations.toml)."""

    most_annotations: int
    note_most_letters: int
    quote_most_letters: int
    keep_deleted_days: int


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """Figures of how the handbook is used (statistics.toml).

    least_people: smaller groups are not told apart to whoever does not see their people one by
    one.
    """

    seen_within_days: int
    least_people: int
