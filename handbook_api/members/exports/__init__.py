"""Lists of members into a workbook: what one may see, for a stated purpose, written down."""
