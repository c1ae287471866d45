"""What a search of people costs: words of every kind, for viewers of every reach."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core.identity import ROOT_PATH, Grant, Identity, Role, Strength
from handbook_api.members import sealed
from handbook_api.members.models import Member
from handbook_api.members.queries import (
    MemberFilter,
    find_members_with,
    page_of_members,
    search_people,
)
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.bench.figures import percentile, timed
from tests.support.counting import Counted, statements

#: Of names, so many are looked for; other words as often in all.
_SEARCHES = 60
_PAGE = 20

_Act = Callable[[Session, Identity], object]

_WORDS = {
    "common word": "nguyen thi van tran le Nguyễn Thị Văn Vân",
    "beginning of a word": "ng h t th tr n y Hư Đ ph",
    "common words": "nguyen thi,nguyen van,thi van,van thi,tran nguyen,Nguyễn Thị,Thị Vân",
    "common words, the last begun": "nguyen van n,nguyen thi h,van t,le thi l,Trần Văn Đ",
    "words nobody bears": "xyz,nguyen xyz,zzzz thi,nguyen tran le pham,nguyen van thi hoang",
}


def measured(runtime: Runtime) -> Iterator[list[str]]:
    """Yield viewer, kind, milliseconds (median, p95, most), and the most statements of one."""
    with runtime.transaction(read_only=True) as session:
        viewers, acts = _viewers(session), _acts(session)
        for who, viewer in viewers.items():
            for kind, tried in acts.items():
                with statements(runtime.engine) as counted:  # and all is warm afterwards
                    most = max(_cost(act, session, viewer, counted) for act in tried)
                rounds = max(1, _SEARCHES // len(tried))
                times = [timed(lambda: act(session, viewer)) for act in tried * rounds]  # noqa: B023
                yield [who, kind, *spread(times), str(most)]


def spread(seconds: Sequence[float]) -> list[str]:
    """Return median, p95 and the longest, in ms."""
    ms = [1000 * one for one in seconds]
    return [f"{statistics.median(ms):.1f}", f"{percentile(ms, 95):.1f}", f"{max(ms):.1f}"]


def _cost(act: _Act, session: Session, viewer: Identity, counted: Counted) -> int:
    before = counted.number
    act(session, viewer)
    return counted.number - before


def _viewers(session: Session) -> dict[str, Identity]:
    def first(*kinds: str) -> str:
        path = select(Organisation.path).where(Organisation.kind.in_(kinds))
        return session.scalars(path.order_by(Organisation.path).limit(1)).one()

    officer = Role.ORGANISATION_OFFICER
    return {
        "officer, everybody": _serving(officer, ROOT_PATH),
        "officer, the province": _serving(officer, first("province_committee")),
        "officer, a district": _serving(officer, first("upper_committee", "base_committee")),
        "secretary of a cell": _serving(Role.SECRETARY, first("cell", "base_cell")),
    }


def _serving(role: Role, path: str) -> Identity:
    return Identity("bench", grants=(Grant(role, path),), strength=Strength.TWO_FACTOR)


def _acts(session: Session) -> dict[str, list[_Act]]:
    people = session.scalars(select(Member).order_by(Member.id).limit(_SEARCHES)).all()
    cards = sealed.read_fields(session, [one.id for one in people], ["card_number"])
    numbers = [found["card_number"] for found in cards.values() if "card_number" in found]
    kinds = {kind: words.split("," if "," in words else " ") for kind, words in _WORDS.items()}
    kinds |= {
        "whole name, no marks": list(map(attrgetter("folded_name"), people)),
        "whole name, with marks": list(map(attrgetter("full_name"), people)),
        "given name": [name for one in people for name in _given(one)][:_SEARCHES],
        "last two words": [" ".join(one.folded_name.split()[-2:]) for one in people],
        "card number typed as a name": numbers,
    }
    acts = {kind: [_search(typed) for typed in typed_names] for kind, typed_names in kinds.items()}
    acts["card number looked up"] = [_look_up(number) for number in islice(numbers, _SEARCHES)]
    acts["first page of the list"] = [_list]
    return acts


def _given(member: Member) -> tuple[str, str]:
    return member.given_name, member.full_name.split()[-1]


def _search(typed: str) -> _Act:
    return lambda session, viewer: search_people(
        session, viewer, typed, MemberFilter(), limit=_PAGE
    )


def _look_up(number: str) -> _Act:
    return lambda session, viewer: find_members_with(session, viewer, "card_number", number)


def _list(session: Session, viewer: Identity) -> object:
    return page_of_members(session, viewer, MemberFilter(), limit=50)
