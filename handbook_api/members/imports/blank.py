"""An empty list with a column for everything that a list may say: to be filled in and sent."""

from handbook_api.content_store import Content
from handbook_api.gateways.table_writing import Column, Sheet, Target, write_workbook
from handbook_api.members.imports.targets import fields_taken

_SHEET = "Đảng viên"


def write_blank(target: Target, content: Content) -> None:
    """`target` is a workbook of headings alone, each as it is known again when it comes back."""
    specs = fields_taken(content).values()
    titles = [spec.headers[0] if spec.headers else spec.name for spec in specs]
    write_workbook(target, [Sheet(_SHEET, [Column(title) for title in titles], rows=())])
