"""What the demo refuses."""

from handbook_api.core.errors import HandbookError


class NotEmpty(HandbookError):
    """The database holds organisations of somebody's: the demo goes into an empty one only."""

    status, code = 409, "demo.not_empty"


class MadeAlready(HandbookError):
    """The demo is there, with `members` members in `cells` cells; it is made once."""

    status, code = 409, "demo.made_already"


class SizesDoNotFit(HandbookError):
    """Cells have 3 to 60 members: `cells` cells take `fewest` to `most`, not `members`."""

    status, code = 422, "demo.sizes_do_not_fit"


class NotHere(HandbookError):
    """The database is not the demo's: there are no doors to open."""

    status, code = 404, "demo.not_here"
