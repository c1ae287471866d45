"""Signing in through an OpenID Connect provider, such as the national e-ID. Off by default.

An identity elsewhere opens an account only after its owner, signed in here, has linked the two.
Nobody gets an account by having an identity. What we know of the identity is a blind index.

    addresses   which addresses may be called at all
    fetching    bounded calls: five seconds, some kilobytes, no redirects
    directory   what the provider says of itself and its keys, kept for an hour
    id_tokens   whether a token is the provider's, for us, for this walk, and fresh
    walks       one walk to the provider and back, good once
    service     signing in, linking, unlinking
"""
