"""By what a browser says of itself: how a page comes to the home screen there."""

from enum import StrEnum


class Way(StrEnum):
    """How it is done."""

    IPHONE = "iphone"
    SAMSUNG = "samsung"
    ANDROID = "android"
    COMPUTER = "computer"


def way_to_install(user_agent: str) -> Way:
    """Return how a page comes to the home screen in this browser."""
    if "iPhone" in user_agent or "iPad" in user_agent:
        return Way.IPHONE
    if "SamsungBrowser" in user_agent:
        return Way.SAMSUNG
    return Way.ANDROID if "Android" in user_agent else Way.COMPUTER
