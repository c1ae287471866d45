"""Every SELECT of the tree, scoped by who asks."""

from handbook_api.organisations.queries.histories import (
    Kin,
    codes_of,
    kin_of,
    page_of_changes,
)
from handbook_api.organisations.queries.resolving import (
    Resolved,
    find_organisation_by_code,
    living_successors,
    named_by_code,
    resolve_code,
)
from handbook_api.organisations.queries.seeing import may_see, visible_organisations
from handbook_api.organisations.queries.tree import (
    OrganisationAt,
    OrganisationFilter,
    children_of,
    count_children,
    get_organisation,
    name_at,
    organisation_ids_inside,
    organisations_above,
    organisations_by_id,
    organisations_inside,
    page_of_organisations,
    tree_state,
)

__all__ = [
    "Kin",
    "OrganisationAt",
    "OrganisationFilter",
    "Resolved",
    "children_of",
    "codes_of",
    "count_children",
    "find_organisation_by_code",
    "get_organisation",
    "kin_of",
    "living_successors",
    "may_see",
    "name_at",
    "named_by_code",
    "organisation_ids_inside",
    "organisations_above",
    "organisations_by_id",
    "organisations_inside",
    "page_of_changes",
    "page_of_organisations",
    "resolve_code",
    "tree_state",
    "visible_organisations",
]
