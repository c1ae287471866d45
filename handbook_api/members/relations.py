"""What somebody is to a record, and what of it he may therefore see and change."""

from collections.abc import Collection, Mapping

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import SELF, FieldSpec, ViewerClass
from handbook_api.core.identity import Identity, Role
from handbook_api.members.queries import MemberAt

#: Where somebody stands whose role is held in the very cell of the record.
CELL = "cell"


def relations_of(content: Content, viewer: Identity, at: MemberAt) -> frozenset[str]:
    """Return the codes of the viewer classes that `viewer` belongs to for this record.

    Roles that are asleep do not count. A guest's record is also that of the cell he is in.
    """
    found = {code for path in at.paths for code in relations_at(content, viewer, path)}
    return _with_self(found, viewer, at)


def relations_at(content: Content, viewer: Identity, path: str) -> frozenset[str]:
    """Return the codes of the viewer classes that `viewer` belongs to for whoever is at `path`."""
    groups = content.viewer_classes.values()
    return frozenset(group.code for group in groups if _belongs(group, viewer, path))


def changing_relations_of(content: Content, viewer: Identity, at: MemberAt) -> frozenset[str]:
    """Return those of them that count for changing a field.

    Of the cell he is a guest in only its own leaders: a committee above it decides nothing about
    somebody who is counted elsewhere.
    """
    home, *hosts = at.paths
    in_cells = {code for code, group in content.viewer_classes.items() if group.where == CELL}
    found = {code for path in hosts for code in relations_at(content, viewer, path)} & in_cells
    return _with_self(found | relations_at(content, viewer, home), viewer, at)


def _with_self(found: Collection[str], viewer: Identity, at: MemberAt) -> frozenset[str]:
    own = viewer.account_id is not None and viewer.account_id == at.member.account_id
    return frozenset((*found, SELF) if own else found)


def _belongs(group: ViewerClass, viewer: Identity, path: str) -> bool:
    if group.where == CELL:
        return any(viewer.holds(role, path) for role in group.roles)
    return any(
        grant.role in group.roles and path.startswith(grant.path) and grant.path != path
        for grant in viewer.grants
    )


def seen_fields(content: Content, relations: Collection[str]) -> Mapping[str, FieldSpec]:
    """Return the fields that somebody of these relations sees, in the order of the record."""
    return {
        code: spec
        for code, spec in content.member_fields.items()
        if not spec.seen_by.isdisjoint(relations)
    }


def roles_seeing(content: Content, code: str) -> frozenset[Role]:
    """Return the roles in which somebody sees the field `code` of others."""
    groups = content.viewer_classes
    seen_by = content.member_fields[code].seen_by
    return frozenset(Role(role) for group in seen_by for role in groups[group].roles)


def may_change(spec: FieldSpec, relations: Collection[str]) -> bool:
    """Whether somebody of these relations changes this field."""
    return not spec.changed_by.isdisjoint(relations)
