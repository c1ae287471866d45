"""Text out of people's files: the door to the sandboxed readers, and every reason to refuse."""

from handbook_api.gateways.text_extraction.extraction import (
    NoTextExtraction,
    SandboxedExtraction,
    TextExtraction,
    extract,
)
from handbook_api.gateways.text_extraction.shapes import (
    DEFAULT_LIMITS,
    Extracted,
    Limits,
    Line,
    Place,
)

__all__ = [
    "DEFAULT_LIMITS",
    "Extracted",
    "Limits",
    "Line",
    "NoTextExtraction",
    "Place",
    "SandboxedExtraction",
    "TextExtraction",
    "extract",
]
