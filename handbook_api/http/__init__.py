"""The way in: one resource base, one shape of error, one description of it all (OpenAPI)."""
