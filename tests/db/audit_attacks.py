"""What somebody with the database, but without the keys, can do to the audit log.

Each attack changes the log inside `session` and returns the first place that is wrong then.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from handbook_api.db.audit_model import COVERED, AuditEntry, AuditHead, canonical
from handbook_api.db.sealing import CHAIN_START, KeyRing

TABLE = AuditEntry.__table__
HEAD = AuditHead.__table__
_FORGERS_KEYS = KeyRing.generate()


class Scene:
    """The log as the attacker finds it."""

    def __init__(self, session, dice):
        self.session, self.dice = session, dice
        rows = session.execute(select(TABLE).order_by(TABLE.c.sequence))
        self.rows = [row._asdict() for row in rows]
        self.last = len(self.rows)

    def row(self, sequence):
        return self.rows[sequence - 1]

    def any_place(self, first=1, last=None):
        return self.dice.randint(first, self.last if last is None else last)

    def change(self, sequence, /, **values):
        self.session.execute(update(TABLE).where(TABLE.c.sequence == sequence).values(**values))

    def remove(self, first, last):
        self.session.execute(delete(TABLE).where(TABLE.c.sequence.between(first, last)))

    def head(self, **values):
        self.session.execute(update(HEAD).values(**values))

    def link(self, sequence):
        return CHAIN_START if sequence == 0 else self.row(sequence)["hash"]

    def flipped(self, link):
        place = self.dice.randrange(256)
        return (int.from_bytes(link) ^ (1 << place)).to_bytes(32)


def edit_a_column(scene):
    place = scene.any_place()
    column = scene.dice.choice([name for name in COVERED if name != "sequence"])
    scene.change(place, **{column: _other(scene.dice, column, scene.row(place)[column])})
    return place


def _other(dice, column, value):
    ways = {
        "at": lambda: value + timedelta(microseconds=dice.choice((-1, 1, 10**9))),
        "actor_account_id": lambda: _other_id(dice, value),
        "session_id": lambda: _other_id(dice, value),
        "refused": lambda: not value,
        "fields": lambda: value[1:] if value and dice.random() < 0.5 else [*value, "hometown"],
        "facts": lambda: {**value, **dice.choice(({"x": True}, {"rows": 0.5}, {"a": {"b": 1}}))},
        "path": lambda: None if value and dice.random() < 0.3 else f"{value or ''}~",
        "request_id": lambda: None if value and dice.random() < 0.3 else f"{value or ''}~",
    }
    return ways.get(column, lambda: f"{value}~"[-30:])()


def _other_id(dice, value):
    return UUID(int=dice.getrandbits(128)) if value is None or dice.random() < 0.5 else None


def edit_a_link(scene):
    place = scene.any_place()
    column = scene.dice.choice(("hash", "previous"))
    scene.change(place, **{column: scene.flipped(scene.row(place)[column])})
    return place


def delete_some(scene):
    first = scene.any_place()
    scene.remove(first, scene.any_place(first, min(first + 5, scene.last)))
    return first


def cut_the_end(scene):
    first = scene.any_place()
    scene.remove(first, scene.last)
    return first


def cut_the_end_and_set_the_head_back(scene):
    first = scene.any_place()
    scene.remove(first, scene.last)
    scene.head(sequence=first - 1, hash=scene.link(first - 1))
    return first


def exchange_two(scene):
    first, second = sorted(scene.dice.sample(range(1, scene.last + 1), 2))
    _renumber(scene, first, -1)
    _renumber(scene, second, first)
    _renumber(scene, -1, second)
    return first


def _renumber(scene, old, new):
    scene.change(old, sequence=new)


def give_another_number(scene):
    place = scene.any_place()
    _renumber(scene, place, scene.last + scene.dice.randint(1, 10**6))
    return place


def number_below_the_first(scene):
    _renumber(scene, scene.any_place(), -scene.dice.randrange(10))
    return scene.session.scalar(select(TABLE.c.sequence).order_by(TABLE.c.sequence).limit(1))


def replay_over_another(scene):
    source, place = scene.dice.sample(range(1, scene.last + 1), 2)
    copied = {name: value for name, value in scene.row(source).items() if name != "sequence"}
    scene.change(place, **copied)
    return place


def insert_in_between(scene):
    # A copy of the very entry that it pushes aside would be in its right place.
    source, place = scene.dice.sample(range(1, scene.last + 1), 2)
    for sequence in range(scene.last, place - 1, -1):
        _renumber(scene, sequence, sequence + 1)
    copied = scene.row(source)
    scene.session.execute(
        insert(TABLE).values({**copied, "sequence": place, "previous": scene.link(place - 1)})
    )
    scene.head(sequence=scene.last + 1)
    return place


def append_a_forgery(scene):
    place = scene.last + 1
    forged = {**scene.row(scene.any_place()), "sequence": place, "previous": scene.link(scene.last)}
    forged["hash"] = _FORGERS_KEYS.chain(forged["previous"], canonical(forged))
    scene.session.execute(insert(TABLE).values(forged))
    if scene.dice.random() < 0.5:
        scene.head(sequence=place, hash=forged["hash"])
    return place


def rewrite_from_here_with_other_keys(scene):
    place = scene.any_place()
    link = scene.link(place - 1)
    for sequence in range(place, scene.last + 1):
        row = {**scene.row(sequence), "previous": link}
        if sequence == place:
            row["actor"] = "somebody-else"
        link = row["hash"] = _FORGERS_KEYS.chain(link, canonical(row))
        scene.change(sequence, **row)
    scene.head(hash=link)
    return place


def set_the_head_back(scene):
    place = scene.dice.randrange(scene.last)
    scene.head(sequence=place, hash=scene.dice.choice((scene.link(place), scene.link(scene.last))))
    return place


def set_the_head_forward(scene):
    scene.head(sequence=scene.last + scene.dice.randint(1, 100))
    return scene.last + 1


def change_the_heads_hash(scene):
    scene.head(hash=scene.flipped(scene.link(scene.last)))
    return scene.last


def delete_the_head(scene):
    scene.session.execute(delete(HEAD))
    return scene.last


ATTACKS = (
    edit_a_column,
    edit_a_column,
    edit_a_column,
    edit_a_link,
    delete_some,
    delete_some,
    cut_the_end,
    cut_the_end_and_set_the_head_back,
    exchange_two,
    give_another_number,
    number_below_the_first,
    replay_over_another,
    insert_in_between,
    append_a_forgery,
    rewrite_from_here_with_other_keys,
    set_the_head_back,
    set_the_head_forward,
    change_the_heads_hash,
    delete_the_head,
)
