"""What documents say of one another, and whether their status agrees with it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import Shelf
from handbook_api.content_store.entries import DocumentEntry, Relation

_REPLACES = "replaces"

#: Kinds of relation in which the acting document must be the newer one.
_NEWER_ACTS = frozenset({_REPLACES, "amends", "continues"})

#: A rule may apply from a few days before its signing.
_LOOK_BACK = timedelta(days=60)


def relation_problems(shelf: Shelf) -> Iterator[Problem]:
    """Yield relations that lead nowhere, run in circles, or contradict a status or a date."""
    by_slug = shelf.by_slug()
    for name, entry in shelf.documents.items():
        said: set[tuple[str, str]] = set()
        for number, relation in enumerate(entry.relations, start=1):
            place = f"relations[{number}]"
            for message in _of_relation(entry, relation, shelf, by_slug):
                yield Problem(name, place, message)
            if (relation.kind, relation.target) in said:
                yield Problem(name, place, "quan hệ này đã ghi ở trên; hãy bỏ một")
            said.add((relation.kind, relation.target))
    yield from _circles(shelf, by_slug)
    yield from _claims(shelf)


def _of_relation(
    entry: DocumentEntry,
    relation: Relation,
    shelf: Shelf,
    by_slug: Mapping[str, DocumentEntry],
) -> Iterator[str]:
    if relation.target == entry.slug:
        yield "văn bản không thể có quan hệ với chính nó; hãy sửa target"
        return
    if relation.target not in shelf.slugs:
        yield (
            f"không có văn bản “{relation.target}” trong thư viện; "
            "hãy sửa target hoặc chuyển sang [[mentions]]"
        )
        return
    target = by_slug.get(relation.target)
    if target is None or target.issued_on is None:
        return
    if relation.since is not None and relation.since < target.issued_on:
        yield f"ngày since trước ngày ban hành của {relation.target}; hãy xem lại"
    if entry.issued_on is None:
        return
    if relation.kind in _NEWER_ACTS and entry.issued_on < target.issued_on:
        yield f"văn bản này cũ hơn {relation.target}; quan hệ có thể ghi ngược chiều"
    if relation.since is not None and relation.since < entry.issued_on - _LOOK_BACK:
        yield "ngày since trước ngày ban hành của chính văn bản này quá xa; hãy xem lại"


def _circles(shelf: Shelf, by_slug: Mapping[str, DocumentEntry]) -> Iterator[Problem]:
    for name, entry in shelf.documents.items():
        if entry.slug in _all_replaced_by(entry, by_slug):
            message = "chuỗi thay thế đi vòng trở lại chính văn bản này; hãy bỏ một quan hệ"
            yield Problem(name, "relations", message)


def _all_replaced_by(entry: DocumentEntry, by_slug: Mapping[str, DocumentEntry]) -> set[str]:
    found: set[str] = set()
    ahead = [entry]
    while ahead:
        for relation in ahead.pop().relations:
            target = relation.target
            if relation.kind == _REPLACES and target not in found:
                found.add(target)
                ahead += [by_slug[target]] if target in by_slug else []
    return found


def _claims(shelf: Shelf) -> Iterator[Problem]:
    replacers = {
        relation.target: (entry.slug, relation)
        for entry in shelf.documents.values()
        for relation in sorted(entry.relations, key=lambda one: one.certain)
        if relation.kind == _REPLACES
    }
    for name, entry in shelf.documents.items():
        replacer = replacers.get(entry.slug)
        if entry.status.claim == "replaced" and replacer is None and not entry.status.note:
            message = "ghi là đã được thay thế nhưng không rõ bởi văn bản nào; hãy ghi vào note"
            yield Problem(name, "status", message)
        if entry.status.claim == "in_force" and replacer is not None and replacer[1].certain:
            message = f"ghi là còn hiệu lực nhưng {replacer[0]} đã thay thế; hãy sửa claim"
            yield Problem(name, "status.claim", message)
