"""What a browser needs to be rung through FCM: values that are public anyway."""

from collections.abc import Mapping

from handbook_api.core.settings import Settings

#: Where the Firebase client of a browser registers it. Its push service is the browser's own.
HOSTS = ("https://firebaseinstallations.googleapis.com", "https://fcmregistrations.googleapis.com")


def web_config(settings: Settings) -> Mapping[str, str] | None:
    """Return what the Firebase client of a browser is told; None where browsers are not rung."""
    if not settings.fcm_web_vapid_key:
        return None
    return {
        "apiKey": settings.fcm_web_api_key,
        "appId": settings.fcm_web_app_id,
        "messagingSenderId": settings.fcm_web_sender_id,
        "projectId": settings.fcm_project_id,
        "vapidKey": settings.fcm_web_vapid_key,
    }
