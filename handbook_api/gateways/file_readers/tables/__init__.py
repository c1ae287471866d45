"""Lists in the sandboxed child: workbooks and delimited text, row by row as they stand."""
