"""Who may do what with requests about one's own data, and with the register of breaches."""

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, holds_over, is_self

_OFFICERS = holds_over(Role.ORGANISATION_OFFICER)
_KEEPERS = holds_over(Role.ADMINISTRATOR, Role.ORGANISATION_OFFICER)


class DataAct(Act):
    """What is done about personal data."""

    #: Ask about one's own data, look at what is held, take a request back.
    ASK = "data_rights.ask"
    READ_OWN = "data_rights.read_own"
    #: Enter a request that came on paper.
    ENTER = "data_rights.enter"
    #: Open the words of a request, answer it, note that it was carried out.
    ANSWER = "data_rights.answer"


class BreachAct(Act):
    """What is done in the register of breaches."""

    ENTER = "breaches.enter"
    READ = "breaches.read"
    STEP = "breaches.step"


POLICY = Policy(
    {
        DataAct.ASK: [[is_self]],
        DataAct.READ_OWN: [[is_self]],
        DataAct.ENTER: [[_OFFICERS]],
        DataAct.ANSWER: [[_OFFICERS]],
        BreachAct.ENTER: [[_KEEPERS]],
        BreachAct.READ: [[_KEEPERS]],
        BreachAct.STEP: [[_KEEPERS]],
    }
)
