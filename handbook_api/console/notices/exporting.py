"""The list of recipients as a file: what for is asked first, and written down."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NoticesPage
from handbook_api.core.policy import Subject
from handbook_api.notices.calling.downloads import download
from handbook_api.notices.calling.exporting import Format
from handbook_api.notices.calling.schemas import RecipientExportIn
from handbook_api.notices.policy import POLICY, NoticeAct


class Export(NoticesPage):
    """What the list is for, and which kind of file it is to be."""

    in_steps = True
    packed = False

    def get(self, notice_id: UUID) -> str:
        """Ask."""
        row = self.row(notice_id)
        POLICY.require(self.identity, NoticeAct.EXPORT, Subject(row.path))
        return self.render(
            "console/notices/export.html",
            notice=self.shown(row),
            formats=[
                (Format.XLSX.value, self.words.say("console_notices.excel")),
                (Format.CSV.value, self.words.say("console_notices.csv")),
            ],
        )

    def post(self, notice_id: UUID) -> Response:
        """Give the file."""
        body = self.form(RecipientExportIn)
        wanted = body.wanted(notice_id, None)
        return download(self.runtime, self.identity, self.step, lambda _: wanted)
