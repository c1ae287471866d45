"""Who brings documents into the library."""

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject, has_second_factor, holds_over

#: Whose office it is.
IMPORTING = (Role.CONTENT_EDITOR, Role.PROPAGANDA_OFFICER, Role.ADMINISTRATOR)


class DraftAct(Act):
    """What is done with documents on their way into the library."""

    #: Send a file, look it through, discard it.
    IMPORT = "documents.import"
    #: Put it in front of its readers. The subject is the organisation whose own document it is;
    #: of what everybody may read it is none.
    TAKE_OVER = "documents.take_over"


def answers_for_its_readers(actor: Identity, subject: Subject) -> bool:
    """content_editor, propaganda_officer or administrator of the organisation or above; of the
    highest one for what is read outside it too."""
    if subject.path is None:
        return serves_at_top(actor)
    return any(actor.holds_over(role, subject.path) for role in IMPORTING)


def serves_at_top(actor: Identity) -> bool:
    """Whether `actor` has such an office in an organisation that stands below none."""
    return any(path.count("/") <= len("//") for path in actor.paths(*IMPORTING))


POLICY = Policy(
    {
        DraftAct.IMPORT: [[holds_over(*IMPORTING), has_second_factor]],
        DraftAct.TAKE_OVER: [[answers_for_its_readers, has_second_factor]],
    }
)
