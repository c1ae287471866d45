"""How far the handbook is used: a picture, the same numbers beside it, and the way down."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.page import ConsolePage
from handbook_api.core.policy import Subject
from handbook_api.http.wire import QueryModel
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import chain
from handbook_api.pages.writing import number
from handbook_api.statistics import exporting, service
from handbook_api.statistics.figures import percent
from handbook_api.statistics.policy import POLICY, READING, StatisticsAct
from handbook_api.statistics.resources import as_file
from handbook_api.statistics.schemas import AdoptionOut, AdoptionQuery, FiguresOut, adoption_out

bp = Blueprint("console_statistics", __name__)

FIGURES = "/lam-viec/so-lieu"


class Measure(StrEnum):
    """What a picture may show."""

    ACTIVATED = "activated"
    SEEN = "seen"
    WITH_BELL = "with_bell"
    BY_APP = "by_app"


class FiguresQuery(QueryModel):
    """Of which organisation, where one chose; and what the picture shows."""

    organisation_id: UUID | None = None
    show: Measure = Measure.ACTIVATED


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a picture. percent: None where there is nobody to count."""

    label: str
    words: str
    percent: int | None


class Figures(ConsolePage):
    """The figures of an organisation, and of each directly below it."""

    place = FIGURES

    def get(self) -> str:
        """Show them; ask of which organisation where somebody holds offices in several."""
        require_office(self.identity, READING)
        query = self.query(FiguresQuery)
        mine = self._offices()
        chosen = query.organisation_id or (mine[0].id if len(mine) == 1 else None)
        if chosen is None:
            return self.render("console/statistics/choose.html", organisations=mine)
        content = self.runtime.content
        found = service.adoption(self.session, self.identity, content, chosen)
        shown = adoption_out(found, content, self.words.language)
        measures = self._measures()
        return self.render(
            "console/statistics/adoption.html",
            shown=shown,
            above=self._above(found.organisation),
            measures=measures,
            chosen=query.show,
            whole=[self._row(words, shown.total, code) for code, words in measures],
            parts=self._parts(shown, query.show),
            share=self._share,
        )

    def _offices(self) -> Sequence[Organisation]:
        """Return where the reader is told figures; what lies below another such place is not
        named by itself."""
        ids = {one.organisation_id for one in self.identity.grants if one.role in READING}
        found = organisations.organisations_by_id(
            self.session, self.identity, [one for one in ids if one is not None]
        )
        paths = {one.path for one in found.values()}
        highest = [
            one
            for one in found.values()
            if one.closed_on is None and paths.isdisjoint(chain(one.path)[:-1])
        ]
        return sorted(highest, key=lambda one: (one.path.count("/"), one.sort_name))

    def _above(self, organisation: Organisation) -> Sequence[Organisation]:
        """Return the organisations on the way down to this one of which the reader is told."""
        above = organisations.organisations_above(self.session, self.identity, organisation)
        act = StatisticsAct.READ
        return [one for one in above if POLICY.allows(self.identity, act, Subject(one.path))]

    def _measures(self) -> Sequence[tuple[Measure, str]]:
        say = self.words.say
        return (
            (Measure.ACTIVATED, say("console_statistics.activated")),
            (Measure.SEEN, say("console_statistics.seen")),
            (Measure.WITH_BELL, say("console_statistics.with_bell")),
            (Measure.BY_APP, say("console_statistics.by_app")),
        )

    def _parts(self, shown: AdoptionOut, measure: Measure) -> Sequence[Row]:
        rows = [
            self._row(part.organisation.name, part.figures, measure)
            for part in shown.parts
            if part.figures is not None
        ]
        if shown.together is not None:
            words = self.words.say("console_statistics.together")
            rows.append(self._row(words, shown.together, measure))
        return rows

    def _row(self, label: str, figures: FiguresOut, measure: Measure) -> Row:
        part = getattr(figures, measure)
        return Row(label, self._share(part, figures.counted), percent(part, figures.counted))

    def _share(self, part: int, whole: int) -> str:
        """Return a part of a whole in words, the whole always said."""
        share = percent(part, whole)
        if share is None:
            return self.words.say("console_statistics.nobody_counted")
        return self.words.say(
            "console_statistics.of", part=number(part), whole=number(whole), percent=share
        )


class Table(ConsolePage):
    """The same as a file; that it was taken is written down."""

    place = FIGURES
    audited_reads = True

    def get(self) -> Response:
        """Give it."""
        require_office(self.identity, READING)
        query = self.query(AdoptionQuery)
        return as_file(
            exporting.export_adoption(
                self.session, self.identity, self.runtime.content, query.organisation_id
            )
        )


bp.add_url_rule(FIGURES, view_func=Figures.as_view("figures"))
bp.add_url_rule(f"{FIGURES}/bang.csv", view_func=Table.as_view("table"))
