"""Lists out: workbooks in which nothing that a person typed can act as a formula or a link."""

from handbook_api.gateways.table_writing.annotating import Fault, Original, annotate_workbook
from handbook_api.gateways.table_writing.cells import Value
from handbook_api.gateways.table_writing.delimited import write_csv
from handbook_api.gateways.table_writing.workbooks import Column, Sheet, Target, write_workbook

__all__ = [
    "Column",
    "Fault",
    "Original",
    "Sheet",
    "Target",
    "Value",
    "annotate_workbook",
    "write_csv",
    "write_workbook",
]
