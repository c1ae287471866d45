"""What can be done to the tree: each act is planned, shown, and carried out in one transaction."""

from handbook_api.organisations.service.carrying_out import carry_out
from handbook_api.organisations.service.closing import plan_closing
from handbook_api.organisations.service.listing import (
    LineProblem,
    ListedOrganisation,
    Listing,
    plan_listing,
)
from handbook_api.organisations.service.merging import Merging, plan_merging
from handbook_api.organisations.service.moving import Moving, plan_moving
from handbook_api.organisations.service.opening import plan_opening
from handbook_api.organisations.service.plans import (
    Changing,
    Closing,
    NewOrganisation,
    Opening,
    Plan,
    Read,
    State,
    Stated,
)
from handbook_api.organisations.service.reading import hold_living, take_tree
from handbook_api.organisations.service.renaming import Renaming, plan_renaming
from handbook_api.organisations.service.splitting import Part, Splitting, plan_splitting

__all__ = [
    "Changing",
    "Closing",
    "LineProblem",
    "ListedOrganisation",
    "Listing",
    "Merging",
    "Moving",
    "NewOrganisation",
    "Opening",
    "Part",
    "Plan",
    "Read",
    "Renaming",
    "Splitting",
    "State",
    "Stated",
    "carry_out",
    "hold_living",
    "plan_closing",
    "plan_listing",
    "plan_merging",
    "plan_moving",
    "plan_opening",
    "plan_renaming",
    "plan_splitting",
    "take_tree",
]
