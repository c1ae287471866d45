"""What an answer means for the matrix, and what must not be in it."""

from tests.matrix.call import Call
from tests.matrix.world import Target
from tests.support.client import Answer

#: A name in a body that is not seen is refused like one that does not exist.
_UNKNOWN = ("members.cell_unknown",)

#: Outcomes, as they stand in declared.csv.
#: yes: done, or refused for a reason that has nothing to do with rights.
#: shown / empty: a list with, and without, what belongs to the target.
#: no: 403. hidden: 404, the same as missing. out: 401. -: there is no such case.
OUTCOMES = ("yes", "shown", "empty", "no", "hidden", "out", "-")


def outcome_of(answer: Answer, target: Target, call: Call) -> str:
    """Return what `answer` means. Raises AssertionError for what must never be answered."""
    if answer.status == 401:
        return "out"
    if answer.status == 403:
        return "no"
    if answer.status == 404 or (answer.status == 422 and answer.code in _UNKNOWN):
        return "hidden"
    assert answer.status < 500, (answer.status, answer.body[:300])
    assert answer.status not in (400, 405, 406, 413, 415, 429), (answer.status, answer.body[:300])
    assert answer.status == 204 or b'"request.invalid"' not in answer.body, answer.body[:300]
    if not call.is_list:
        return "yes"
    assert answer.status == 200, (answer.status, answer.body[:300])
    if call.of_organisations:
        return "shown" if str(target.organisation).encode() in answer.body else "empty"
    return "shown" if tells_of(answer, target) else "empty"


def tells_of(answer: Answer, target: Target) -> bool:
    """Whether anything of the target's person is in the answer: a text of his, or his
    ids."""
    body = answer.body.decode("utf-8", "replace")
    return any(mark in body for mark in target.marks)
