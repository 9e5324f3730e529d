"""Signing servers in: OAuth 2.0 with PKCE, the device flow, tokens."""
