"""Transfers (chuyển sinh hoạt đảng): from cell to cell, in and out, for good or for a time.

Knows who may take which step and what is late; the steps and limits are data of
content/parameters/transfers.toml. Refuses to know papers' scans: the file travels on paper.
"""
