"""From the lines of a file to paragraphs, provisions and metadata. Pure: no database, no files."""
