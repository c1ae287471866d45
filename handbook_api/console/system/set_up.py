"""How the service is set up and how it stands: what the command line tells, as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook_api import __version__
from handbook_api.console.page import ConsolePage
from handbook_api.console.system.policy import POLICY, SystemAct
from handbook_api.core.policy import Subject
from handbook_api.core.settings import PREFIX, Settings
from handbook_api.db import migrate
from handbook_api.documents import queries as documents
from handbook_api.gateways.push import is_set_up
from handbook_api.notices.delivering.counting import backlog_of

SET_UP = "/lam-viec/cai-dat"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is in force; secrets are masked. is_own: it differs from what we ship."""

    name: str
    value: str
    description: str
    is_own: bool


class SetUp(ConsolePage):
    """Release, index, bells and every setting. Nothing is changed here."""

    place = SET_UP

    def get(self) -> str:
        """Show it."""
        POLICY.require(self.identity, SystemAct.READ, Subject())
        bells, index = backlog_of(self.session), self.runtime.index
        index.refresh()
        return self.render(
            "console/system/set_up.html",
            version=__version__,
            revision=migrate.revision_of(self.session.connection()) or "",
            passages=index.passage_count,
            is_index_behind=index.sequence != documents.sequence(self.session),
            has_push=is_set_up(self.runtime.settings),
            bells=bells,
            finished=self._in_words(bells.finished),
            settings=settings_of(self.runtime.settings),
        )

    def _in_words(self, finished: Mapping[str, int]) -> Sequence[tuple[str, str, int]]:
        """Return state, reason (a code, or “”) and number."""
        split = ((*name.partition("/"), number) for name, number in sorted(finished.items()))
        return [
            (self.words.label(f"delivery_state.{state}"), reason, number)
            for state, _, reason, number in split
        ]


def settings_of(settings: Settings) -> Sequence[Setting]:
    """Return every setting in force, as `handbook settings` lists them: secrets are masked."""
    return [
        Setting(
            name=f"{PREFIX}{name.upper()}",
            value=str(value) if (value := getattr(settings, name)) is not None else "",
            description=field.description or "",
            is_own=name in settings.model_fields_set,
        )
        for name, field in Settings.model_fields.items()
    ]
