"""Which of the changed documents each owner of a saved search would find, were he to ask now.

Equal searches are run once for all who see the same library, and nobody is told of a document
that he may not read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth import standing
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Readership, Strength
from handbook_api.documents import queries as documents
from handbook_api.notices.saved_searches.wanted import Wanted
from handbook_api.runtime import Runtime
from handbook_api.search import service as search
from search_index.errors import SearchError

#: Accounts asked for in one statement; SQLite takes 32,766 parameters.
_MOST_IDS = 5_000

Library = tuple[bool, tuple[str, ...]]


@dataclass(slots=True)
class _Readers:
    """People who see the same library: one of them, and who wants what."""

    one: Identity
    wishes: defaultdict[bytes, list[UUID]] = field(default_factory=lambda: defaultdict(list))


def found_by(
    runtime: Runtime,
    session: Session,
    wishes: Mapping[bytes, Wanted],
    owners: Iterable[tuple[bytes, UUID]],
    changed: Collection[str],
) -> Mapping[str, Collection[UUID]]:
    """Return, for each document of `changed` that anybody finds, the accounts that find it.

    wishes: what is looked for, by blind index. owners: who looks for it.
    """
    found: defaultdict[str, set[UUID]] = defaultdict(set)
    for readers in _by_library(runtime, session, owners):
        blinds = list(readers.wishes)
        answers = _answers(runtime, session, readers.one, [wishes[blind] for blind in blinds])
        for blind, answer in zip(blinds, answers, strict=True):
            for document_id in answer.intersection(changed):
                found[document_id].update(readers.wishes[blind])
    return found


def _answers(
    runtime: Runtime, session: Session, reader: Identity, wishes: Sequence[Wanted]
) -> Sequence[frozenset[str]]:
    today = clock.today()
    questions = [wish.question for wish in wishes]
    try:
        return search.matching(runtime, session, reader, questions, today)
    except SearchError:  # a wish from before the rules of asking changed must not stop the others
        return [_answer(runtime, session, reader, wish) for wish in wishes]


def _answer(runtime: Runtime, session: Session, reader: Identity, wish: Wanted) -> frozenset[str]:
    try:
        return search.matching(runtime, session, reader, [wish.question], clock.today())[0]
    except SearchError:
        return frozenset()


def _by_library(
    runtime: Runtime, session: Session, owners: Iterable[tuple[bytes, UUID]]
) -> Iterator[_Readers]:
    """Yield owners put together by what they may read."""
    wanted = list(owners)
    readers = _readers(runtime, session, {account for _, account in wanted})
    libraries: dict[Readership, Library] = {}
    groups: dict[Library, _Readers] = {}
    for blind, account in wanted:
        reader = readers[account]
        seen = reader.readership
        if seen not in libraries:
            paths = documents.audience_paths_reaching(session, reader)
            libraries[seen] = (reader.is_member, paths)
        group = groups.setdefault(libraries[seen], _Readers(reader))
        group.wishes[blind].append(account)
    yield from groups.values()


def _readers(
    runtime: Runtime, session: Session, accounts: Collection[UUID]
) -> Mapping[UUID, Identity]:
    """Return everybody as he is in any session of his, however he signed in."""
    roles, listed = runtime.content.roles, sorted(accounts)
    found: dict[UUID, Identity] = {}
    for start in range(0, len(listed), _MOST_IDS):
        some = listed[start : start + _MOST_IDS]
        held = standing.held_by_each(session, some)
        for account in some:
            awake, asleep = standing.split(held.get(account, ()), Strength.SLIP, roles)
            found[account] = Identity("reader", account_id=account, grants=awake, dormant=asleep)
    return found
