"""What a browser says of itself, as far as its owner is helped by our knowing."""

from handbook_api.core.words import Words

#: Looked for in this order: most browsers also name those they descend from.
_BROWSERS = {
    "SamsungBrowser": "Samsung Internet",
    "EdgA": "Edge",
    "Edg/": "Edge",
    "coc_coc": "Cốc Cốc",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_MACHINES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
#: Browsers inside other apps: a sign-in there is lost with the app's window, and no push comes.
_INSIDE = ("Zalo", "FBAN", "FBAV", "FB_IAB", "Instagram", "Line/", "MiuiBrowser/inapp")


def name_of_browser(user_agent: str, words: Words) -> str:
    """Return what the list of devices calls this browser: “Chrome trên Android”."""
    browser = _first(_BROWSERS, user_agent)
    machine = _first(_MACHINES, user_agent)
    if browser is None or machine is None:
        return browser or machine or words.say("sign_in.some_browser")
    return words.say("sign_in.browser_on", browser=browser, machine=machine)


def is_inside_an_app(user_agent: str) -> bool:
    """Whether the page is shown inside another app, such as Zalo."""
    return any(name in user_agent for name in _INSIDE)


def _first(names: dict[str, str], user_agent: str) -> str | None:
    return next((name for sign, name in names.items() if sign in user_agent), None)
