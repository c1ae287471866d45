"""The one table of features: what they route, what runs on a timer, what can be typed, and who
hears of what happens below."""

from collections.abc import Callable, Mapping, Sequence
from threading import Event

import click
from flask import Blueprint
from flask_restx import Namespace

from handbook_api.annotations import following as annotations_following
from handbook_api.annotations import jobs as annotations_jobs
from handbook_api.annotations import resources as annotations
from handbook_api.auditing import jobs as audit_jobs
from handbook_api.auditing import resources as auditing
from handbook_api.auditing.cli import audit_commands
from handbook_api.auth import jobs as auth_jobs
from handbook_api.auth import resources as auth
from handbook_api.auth.appointments import following as appointments_following
from handbook_api.auth.appointments import resources as appointments
from handbook_api.auth.appointments.cli import role_commands
from handbook_api.auth.cli import account_commands
from handbook_api.auth.oidc import resources as oidc
from handbook_api.backlog import resources as backlog
from handbook_api.backlog.cli import job_commands
from handbook_api.console import home as console_home
from handbook_api.console import statistics as console_statistics
from handbook_api.console.documents import routes as console_documents
from handbook_api.console.notices import routes as console_notices
from handbook_api.console.organisations import routes as console_organisations
from handbook_api.console.people import routes as console_people
from handbook_api.console.records import routes as console_records
from handbook_api.console.system import routes as console_system
from handbook_api.db import events
from handbook_api.demo.cli import demo_commands
from handbook_api.documents import following_organisations as documents_following
from handbook_api.documents import resources as documents
from handbook_api.documents.cli import document_commands
from handbook_api.documents.drafts import jobs as draft_jobs
from handbook_api.documents.drafts import resources as document_drafts
from handbook_api.jobs import Handlers, Slot, sweeping
from handbook_api.keys_cli import key_commands
from handbook_api.members import events as members_events
from handbook_api.members import following as members_following
from handbook_api.members import jobs as members_jobs
from handbook_api.members import resources as members
from handbook_api.members.cli import member_commands
from handbook_api.members.corrections import following as corrections_following
from handbook_api.members.corrections import resources as corrections
from handbook_api.members.data_rights import following as data_rights_following
from handbook_api.members.data_rights import jobs as data_rights_jobs
from handbook_api.members.data_rights import resources as data_rights
from handbook_api.members.data_rights.cli import data_rights_commands
from handbook_api.members.exports import resources as member_exports
from handbook_api.members.exports.cli import export_list
from handbook_api.members.imports import jobs as import_jobs
from handbook_api.members.imports import resources as member_imports
from handbook_api.members.imports.cli import import_members
from handbook_api.members.transfers import following as transfers_following
from handbook_api.members.transfers import jobs as transfer_jobs
from handbook_api.members.transfers import resources as transfers
from handbook_api.members.transfers.cli import transfer_commands
from handbook_api.notices import following as notices_following
from handbook_api.notices import following_organisations as notices_organisations
from handbook_api.notices import jobs as notices_jobs
from handbook_api.notices import own_data as notices_own_data
from handbook_api.notices import resources as notices
from handbook_api.notices.calling import resources as calling
from handbook_api.notices.delivering import following as delivering_following
from handbook_api.notices.delivering import jobs as delivering_jobs
from handbook_api.notices.delivering import resources as delivering
from handbook_api.notices.delivering import sender
from handbook_api.notices.delivering.cli import push_commands
from handbook_api.notices.digests import jobs as digests_jobs
from handbook_api.notices.inbox import resources as inbox
from handbook_api.notices.reminding import jobs as reminding_jobs
from handbook_api.notices.reminding import resources as reminding
from handbook_api.notices.saved_searches import following as saved_searches_following
from handbook_api.notices.saved_searches import jobs as saved_searches_jobs
from handbook_api.notices.saved_searches import resources as saved_searches
from handbook_api.notices.second_ways import jobs as second_ways_jobs
from handbook_api.notices.syncing import resources as syncing
from handbook_api.organisations import events as organisations_events
from handbook_api.organisations import resources as organisations
from handbook_api.organisations.cli import organisation_commands
from handbook_api.runtime import Runtime
from handbook_api.search import jobs as search_jobs
from handbook_api.search import resources as search
from handbook_api.search.cli import search_commands
from handbook_api.statistics import resources as statistics
from handbook_api.webclient import home as client_home
from handbook_api.webclient import offline as client_offline
from handbook_api.webclient import signing_in as client_signing_in
from handbook_api.webclient.annotations import routes as client_annotations
from handbook_api.webclient.inbox import routes as client_inbox
from handbook_api.webclient.library import routes as client_library
from handbook_api.webclient.own import pages as client_own

Timer = Callable[[Runtime], None]
Loop = Callable[[Runtime, Event], None]

NAMESPACES: Sequence[Namespace] = (
    documents.ns,
    document_drafts.ns,
    search.ns,
    organisations.ns,
    *auth.NAMESPACES,
    appointments.ns,
    oidc.ns,
    auditing.ns,
    backlog.ns,
    *members.NAMESPACES,
    transfers.ns,
    *corrections.NAMESPACES,
    *data_rights.NAMESPACES,
    member_imports.ns,
    member_exports.ns,
    *notices.NAMESPACES,
    *calling.NAMESPACES,
    reminding.ns,
    inbox.ns,
    saved_searches.ns,
    syncing.ns,
    *delivering.NAMESPACES,
    annotations.ns,
    statistics.ns,
)

#: The pages of the member's client and of the console.
PAGES: Sequence[Blueprint] = (
    client_home.bp,
    client_annotations.bp,
    client_inbox.bp,
    client_library.bp,
    client_offline.bp,
    client_signing_in.bp,
    client_own.bp,
    console_home.bp,
    console_documents.bp,
    console_notices.bp,
    console_organisations.bp,
    console_people.bp,
    console_records.bp,
    console_statistics.bp,
    console_system.bp,
)

#: What the worker does again and again; each is safe to run twice and by several workers.
TIMERS: Sequence[Timer] = (
    search_jobs.catch_up,
    audit_jobs.anchor_head,
    auth_jobs.hourly(auth_jobs.prune),
    members_jobs.forget,
    auth_jobs.hourly(import_jobs.forget_files),
    auth_jobs.hourly(transfer_jobs.point_out_ends),
    auth_jobs.hourly(transfer_jobs.forget_old),
    auth_jobs.hourly(data_rights_jobs.forget_old),
)

#: Who does which kind of job.
JOBS: Handlers = {
    **draft_jobs.JOBS,
    **notices_jobs.JOBS,
    **reminding_jobs.JOBS,
    **saved_searches_jobs.JOBS,
    **second_ways_jobs.JOBS,
    **digests_jobs.JOBS,
    **delivering_jobs.JOBS,
    **annotations_jobs.JOBS,
    sweeping.SWEEP: sweeping.sweep,
}

#: What is done by the clock: each slot is one job, however many workers there are.
SLOTS: Sequence[Slot] = (
    sweeping.SLOT,
    *draft_jobs.SLOTS,
    *notices_jobs.SLOTS,
    *delivering_jobs.SLOTS,
    *saved_searches_jobs.SLOTS,
    *digests_jobs.SLOTS,
    *annotations_jobs.SLOTS,
)

#: What the worker runs beside all that, each in a thread of its own, until it is to stop. Each
#: opens its own transactions; one that raises is begun again after a pause.
LOOPS: Sequence[Loop] = (sender.run, *second_ways_jobs.LOOPS)

member_commands.add_command(import_members)
member_commands.add_command(export_list)

COMMANDS: Sequence[click.Command] = (
    document_commands,
    search_commands,
    organisation_commands,
    account_commands,
    role_commands,
    member_commands,
    transfer_commands,
    data_rights_commands,
    demo_commands,
    key_commands,
    audit_commands,
    job_commands,
    push_commands,
)

#: Who listens, in the order in which they act. An upper room follows a lower one, never the
#: other way round.
SUBSCRIBERS: Mapping[type, Sequence[events.Listener]] = {
    organisations_events.OrganisationClosed: (appointments_following.organisation_closed,),
    organisations_events.OrganisationsMerged: (
        appointments_following.organisations_merged,
        members_following.organisations_merged,
        transfers_following.organisations_merged,
        documents_following.organisations_merged,
        notices_organisations.organisations_merged,
    ),
    organisations_events.OrganisationSplit: (
        appointments_following.organisation_split,
        members_following.organisation_split,
        transfers_following.organisation_split,
        notices_organisations.organisation_split,
    ),
    organisations_events.OrganisationMoved: (
        appointments_following.organisation_moved,
        documents_following.organisation_moved,
    ),
    organisations_events.PeopleOf: (
        appointments_following.count_offices,
        members_following.count_people,
    ),
    organisations_events.MembersIn: (members_following.members_in,),
    members_events.MembershipEnded: (
        transfers_following.membership_ended,
        corrections_following.membership_ended,
        saved_searches_following.membership_ended,
    ),
    members_events.IsAway: (transfers_following.is_away,),
    members_events.FieldsForgotten: (
        transfers_following.fields_forgotten,
        corrections_following.fields_forgotten,
    ),
    members_events.MemberErased: (
        transfers_following.member_erased,
        corrections_following.member_erased,
        data_rights_following.member_erased,
        delivering_following.member_erased,
        saved_searches_following.member_erased,
        notices_following.member_erased,
        annotations_following.member_erased,
    ),
    members_events.HeldAbout: (
        notices_own_data.inbox_held,
        notices_own_data.devices_held,
        saved_searches_following.held_about,
        annotations_following.held_about,
    ),
}

for happening, listeners in SUBSCRIBERS.items():
    events.listen(happening, *listeners)
