"""Who may have searches saved."""

from handbook_api.core.policy import Act, Policy, is_signed_in


class SavedSearchAct(Act):
    """What is done with saved searches; everybody does it with his own alone."""

    SAVE = "saved_searches.save"
    TAKE_BACK = "saved_searches.take_back"


POLICY = Policy(
    {
        SavedSearchAct.SAVE: [[is_signed_in]],
        SavedSearchAct.TAKE_BACK: [[is_signed_in]],
    }
)
