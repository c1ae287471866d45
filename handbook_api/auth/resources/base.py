"""What every endpoint about accounts asks of the content."""

from flask import request

from handbook_api.auth.standing import Roles
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.http.resource import ApiResource


class AuthResource(ApiResource):
    """An endpoint that goes by the rules of today."""

    @property
    def rules(self) -> SecurityRules:
        """The rules of signing in, as they stand today."""
        return self.runtime.content.security(clock.today())

    @property
    def address(self) -> str:
        """The network address this request came from."""
        return request.remote_addr or ""

    @property
    def roles(self) -> Roles:
        """Every role's limits."""
        return self.runtime.content.roles
