"""Names in WordprocessingML, whichever of its two namespaces a writer used."""

from xml.etree.ElementTree import Element

_TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def name_of(element: Element) -> str:
    """The local name: “p”, “tbl”. Comments and instructions have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element, name: str) -> Element | None:
    found = element.find(_TRANSITIONAL + name)
    return found if found is not None else element.find(_STRICT + name)


def attribute(element: Element, name: str) -> str:
    return element.get(_TRANSITIONAL + name) or element.get(_STRICT + name) or ""


def value(element: Element, name: str) -> str | None:
    """The w:val of the child `name`; None if there is no such child."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def is_on(element: Element | None, name: str) -> bool:
    """Tell whether the switch `name` (w:caps, w:vanish) is set among these properties."""
    found = child(element, name) if element is not None else None
    return found is not None and attribute(found, "val") not in {"0", "false", "off"}
