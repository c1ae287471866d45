"""What every endpoint of the tree shares."""

import hashlib

from flask_restx import Namespace

from handbook_api import __version__
from handbook_api.core import clock
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.organisations import errors, queries, service
from handbook_api.organisations.schemas import planning
from handbook_api.organisations.schemas.planning import OrganisationPlanOut
from handbook_api.organisations.service import Plan

ns = Namespace("organisations", path="/organisations")

TAG = "organisations"

#: What every act on an organisation that was read before can be refused for.
REFUSALS = [
    errors.OrganisationNotFound,
    errors.OrganisationClosed,
    errors.ChangedMeanwhile,
    errors.DateInFuture,
    errors.DateTooEarly,
]
CODE_REFUSALS = [errors.CodeNotUnderstood, errors.CodeNotUnderParent, errors.CodeHeld]
KIND_REFUSALS = [errors.UnknownKind, errors.KindEnded, errors.KindDoesNotFit]


class TreeResource(ApiResource):
    """An answer that changes only when the tree does, or what of it the reader sees."""

    def state_tag(self) -> str:
        """The tree's state, what the viewer sees of it, the release, the day, the language."""
        seen = queries.tree_state(self.session, self.identity)
        state = hashlib.sha256(seen.encode()).hexdigest()[:16]
        return f"{__version__}-{state}-{clock.today():%Y%m%d}-{language_of_request()}"

    def done_or_shown(self, plan: Plan, *, preview: bool) -> OrganisationPlanOut:
        """Carry the plan out unless it is only looked at; tell it either way."""
        if not preview:
            service.carry_out(self.session, self.identity, plan)
        seen = queries.organisations_by_id(self.session, self.identity, planning.parent_ids(plan))
        return planning.plan_out(
            plan,
            {id_: row.name for id_, row in seen.items()},
            self.runtime.content.organisation_kinds,
            words_of_request(),
            language=language_of_request(),
            preview=preview,
        )
