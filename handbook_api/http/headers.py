"""Security headers on every answer, whatever made it."""

from flask import Flask, Response

#: Where the policy of contents is told.
POLICY = "Content-Security-Policy"

#: No inline script or style anywhere, nothing from elsewhere.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS = {
    POLICY: CONTENT_SECURITY_POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer, browsers would hide from us, too, that a form of ours is ours.
    "Referrer-Policy": "same-origin",
    # Our own pages read a slip's square and take dictation, when somebody asks for it.
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Every answer of `app` carries the security headers afterwards."""

    @app.after_request
    def add(answer: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def policy_that_also_talks_to(*hosts: str) -> str:
    """Return the policy of contents for pages whose own scripts call these hosts, too."""
    ours = "connect-src 'self'"
    return CONTENT_SECURITY_POLICY.replace(ours, " ".join((ours, *hosts)))
