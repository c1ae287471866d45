"""The name of a provision: its anchor in links and the number that people cite."""

from dataclasses import dataclass, field

from handbook_api.documents.reading.outline import Place

_KINDS = {
    "part": "part",
    "capital": "part",
    "chapter": "chapter",
    "section": "section",
    "roman": "section",
    "article": "article",
    "letter": "letter",
}
_WORDS = {
    "part": ("phan", "Phần"),
    "capital": ("phan", "Phần"),
    "chapter": ("chuong", "Chương"),
    "section": ("muc", "Mục"),
    "roman": ("muc", "Mục"),
    "article": ("dieu", "Điều"),
}


@dataclass(frozen=True, slots=True)
class ProvisionName:
    """Where a provision is found and how it is cited."""

    anchor: str
    parent: str | None
    kind: str
    number: str


@dataclass(slots=True)
class AnchorBook:
    """Gives each place of one paper its own anchor; `prefix` is that of an attachment."""

    prefix: str = ""
    _names: dict[int, ProvisionName] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def name(self, place: Place) -> ProvisionName:
        """The name of `place`; the places it stands under must have been named before."""
        outer = self._names[place.within[-1].at] if place.within else None
        kind, anchor, number = self._own_name(place)
        parent = outer.anchor if outer else self.prefix or None
        name = ProvisionName(self._only(anchor), parent, kind, number)
        self._names[place.at] = name
        return name

    def _own_name(self, place: Place) -> tuple[str, str, str]:
        kind = place.marker.kind
        if kind == "letter":
            return self._letter(place)
        if kind == "number":
            return self._number(place)
        word, printed = _WORDS[kind]
        anchor = f"{word}-{_figure(place)}"
        #: “Mục 1” begins again in every chapter; articles run through the whole paper.
        around = [one for one in place.within if one.marker.kind != "article"]
        if kind in {"section", "roman"} and around:
            anchor = f"{self._names[around[-1].at].anchor}.{anchor}"
        elif self.prefix:
            anchor = f"{self.prefix}.{anchor}"
        return _KINDS[kind], anchor, f"{printed} {place.marker.label}"

    def _number(self, place: Place) -> tuple[str, str, str]:
        """The anchor follows the true sequence, the number is what is printed."""
        label, step = place.marker.label, ".".join(map(str, place.values))
        around = self._container(place)
        if around is None:
            return "point", f"{self.prefix}.{step}" if self.prefix else step, label
        outer = self._names[around.at]
        if around.marker.kind != "article":
            within = outer.number[:1].lower() + outer.number[1:]
            return "point", f"{outer.anchor}.{step}", f"điểm {label} {within}"
        if len(place.values) == 1:
            return "clause", f"{outer.anchor}.khoan-{step}", f"khoản {label} {outer.number}"
        return "point", f"{outer.anchor}.diem-{step}", f"điểm {label} {outer.number}"

    def _letter(self, place: Place) -> tuple[str, str, str]:
        letter = place.marker.label
        step = "dd" if letter == "đ" else letter
        if not place.within:
            prefix = f"{self.prefix}." if self.prefix else ""
            return "letter", f"{prefix}diem-{step}", f"điểm {letter}"
        around = place.within[-1]
        outer = self._names[around.at]
        if outer.kind in {"article", "clause"}:
            return "letter", f"{outer.anchor}.diem-{step}", f"điểm {letter} {outer.number}"
        if outer.kind == "point" and outer.number.startswith("điểm "):
            in_article = ".diem-" in outer.anchor
            anchor = f"{outer.anchor}.{'tiet-' if in_article else ''}{step}"
            return "letter", anchor, f"tiết {letter} {outer.number}"
        within = f"mục {outer.number}" if outer.kind == "point" else outer.number
        return "letter", f"{outer.anchor}.{step}", f"điểm {letter} {within}"

    def _container(self, place: Place) -> Place | None:
        return next((one for one in reversed(place.within) if one.marker.kind in _WORDS), None)

    def _only(self, anchor: str) -> str:
        """Two that would share an anchor (an article numbered twice) are told apart."""
        found, again = anchor, 1
        while found in self._taken:
            again += 1
            found = f"{anchor}-{again}"
        self._taken.add(found)
        return found


def _figure(place: Place) -> str:
    """Plain figures in links, whatever is printed: Chương II → 2, Phần B → b, Điều 5đ → 5dd."""
    label = place.marker.label
    if place.marker.kind == "article":
        return label.replace("đ", "dd")
    return label.lower() if label in set("ABCDEFGH") else str(place.values[0])
