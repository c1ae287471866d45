"""Which cell a transfer goes to, however it was named."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM, Identity, Role
from handbook_api.members.transfers.errors import CellUnknown
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import CodeNotUnderstood, OrganisationNotFound
from handbook_api.organisations.models import Organisation


def named_cell(
    session: Session, actor: Identity, content: Content, cell_id: UUID | None, code: str | None
) -> Organisation | None:
    """Return the living cell that `actor` names by id or by official code; None without either.

    By id only what he sees. By code an organisation officer also names a cell of another
    committee: people move there, and its code stands on the paper. Raises CellUnknown.
    """
    if cell_id is None and code is None:
        return None
    found: Organisation | None
    try:
        if cell_id is not None:
            found = organisations.get_organisation(session, actor, cell_id)
        else:
            tidy = tidy_code(code or "", content.organisation_code_digits)
            found = _by_code(session, actor, tidy)
    except (OrganisationNotFound, CodeNotUnderstood) as error:
        raise CellUnknown from error
    if found is None or not lives(found):
        raise CellUnknown
    return found


def lives(cell: Organisation) -> bool:
    """Whether it is a cell that people can belong to today."""
    return cell.is_cell and (cell.closed_on is None or cell.closed_on > clock.today())


def _by_code(session: Session, actor: Identity, code: str) -> Organisation | None:
    serves = bool(actor.paths(Role.ORGANISATION_OFFICER))
    viewer = SYSTEM if serves else actor
    return organisations.find_organisation_by_code(session, viewer, code, clock.today())
