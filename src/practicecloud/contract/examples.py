"""One example for each request and answer of the contract; the people in them are made up."""

from __future__ import annotations

PRACTICE = "6c1d3c6e-57a1-4a2e-9f0a-0f5d4c7d8b11"
CONTACT = {
    "abn": "51 824 753 556",
    "addresses": [
        {
            "city": "Perth",
            "lines": ["1 Test Street"],
            "postcode": "6000",
            "state": "WA",
            "type": "Street",
        }
    ],
    "associations": [{"contact": '["10497"]', "relation": "Director"}],
    "code": "SAMHOL",
    "contact_type": "Company",
    "emails": ["office@example.com"],
    "id": '["10482"]',
    "is_client": True,
    "kind": "organisation",
    "name": "Sample Holdings Pty Ltd",
    "phones": [{"number": "02 5550 0100", "type": "Work"}],
    "status": "active",
}

ACTIVATE = {
    "server": "OLDSRV",
    "installation": "0a4f7c36-9c2e-4b0b-8a43-2f9f0d6b1e55",
    "take_over": False,
    "first": True,
    "terms": {"version": "2025-07", "accepted_at": "2025-07-01T09:02:11+08:00"},
}
ACTIVATE_AGAIN = {
    "server": "OLDSRV",
    "installation": "0a4f7c36-9c2e-4b0b-8a43-2f9f0d6b1e55",
    "first": False,
}
ACTIVATED = {
    "epoch": 1,
    "digest_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "practice_id": PRACTICE,
    "practice_name": "Main office",
    "server": "OLDSRV",
    "activated_at": "2025-07-01T01:02:14+00:00",
    "activated_by": "admin@example.com",
    "last_epoch": 0,
    "last_sequence": 0,
}
IN_CHARGE = {
    "active": True,
    "epoch": 1,
    "server": "OLDSRV",
    "installation": "0a4f7c36-9c2e-4b0b-8a43-2f9f0d6b1e55",
    "since": "2025-07-01T01:02:14+00:00",
    "activated_by": "admin@example.com",
}

BEAT = {
    "installation": "0a4f7c36-9c2e-4b0b-8a43-2f9f0d6b1e55",
    "server": "OLDSRV",
    "phase": "in_sync",
    "colour": "green",
    "shape": "tick",
    "code": "",
    "sentence": "All contacts are in sync.",
    "last_look_at": "2025-07-01T09:02:14+08:00",
    "counts": {
        "in_database": 10000,
        "online": 9997,
        "not_sent": 0,
        "left_out": 3,
        "held": 0,
        "waiting": None,
    },
}
LAST_BEAT = BEAT | {
    "phase": "not_running",
    "colour": "red",
    "shape": "cross",
    "sentence": "Practice Sync is not running.",
}
ASK = {"installation": "0a4f7c36-9c2e-4b0b-8a43-2f9f0d6b1e55"}
PRESENCE = {"alive": True, "seen_at": "2025-07-01T01:02:14+00:00"}

BATCH = {
    "items": [
        {"op": "upsert", "id": '["10482"]', "epoch": 1, "sequence": 17, "contact": CONTACT},
        {"op": "delete", "id": '["10497"]', "epoch": 1, "sequence": 17},
        {
            "op": "upsert",
            "id": '["10511"]',
            "epoch": 1,
            "sequence": 17,
            "contact": {
                "id": '["10511"]',
                "kind": "person",
                "status": "active",
                "name": "Example, Sam",
            },
        },
    ]
}
OUTCOMES = {
    "outcomes": [
        {"id": '["10482"]', "outcome": "stored"},
        {"id": '["10497"]', "outcome": "unchanged"},
        {"id": '["10511"]', "outcome": "rejected", "code": "PS-REC-02", "field": "name"},
    ]
}

UPLOADING = {"step": "uploading", "total": 10000}
PROGRESS = {"step": "uploading", "done": 4500, "total": 10000}
MARKS = {
    "digests": [{"id": '["10482"]', "digest": "5f0c2a8e9b1d4c37a6e0d9f8b7c61524"}],
    "next": '["10482"]',
}

FOUND = {
    "contacts": [CONTACT],
    "next": "WyJzYW1wbGUgaG9sZGluZ3MgcHR5IGx0ZCIsIltcIjEwNDgyXCJdIl0",
}

TOKEN_REQUEST = {
    "grant_type": "authorization_code",
    "client_id": "practicesync",
    "code": "yZ2mS0lC1c4bV8oQ3fJ6rT9wX5hK7nPa",
    "code_verifier": "qk3V0d4mXy8Zt1Rb6Hs9Pw2Lf5Nc7Ja0EuGiTvYo-x_",
    "redirect_uri": "http://127.0.0.1:49152/callback",
}
REFRESH_REQUEST = {
    "grant_type": "refresh_token",
    "client_id": "practicesync",
    "refresh_token": "m4Tq0yVb7Xc2Jp9Zs5Lw8Rn1Kd6Hf3Ga",
}
DEVICE_REQUEST = {
    "client_id": "practicesync",
    "scope": "contacts:write contacts:read practice:admin",
    "server": "OLDSRV",
}
DEVICE_CODES = {
    "device_code": "k2Rw8Zt5Vq1Xn7Ly4Hc9Mb6Jd3Gf0SpTeUaOiQrWxBz",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://contacts.example/device",
    "verification_uri_complete": "https://contacts.example/device?user_code=WDJB-MJHT",
    "expires_in": 600,
    "interval": 5,
}
DEVICE_TOKEN_REQUEST = {
    "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
    "client_id": "practicesync",
    "device_code": "k2Rw8Zt5Vq1Xn7Ly4Hc9Mb6Jd3Gf0SpTeUaOiQrWxBz",
}
TOKENS = {
    "access_token": "Xv7Qe2Lm9Tb4Wc8Ky1Rz6Np3Jd5Hs0Fg",
    "token_type": "Bearer",
    "expires_in": 600,
    "refresh_token": "m4Tq0yVb7Xc2Jp9Zs5Lw8Rn1Kd6Hf3Ga",
    "scope": "contacts:read contacts:write practice:admin",
    "practice_id": PRACTICE,
    "practice_name": "Main office",
    "user": "admin@example.com",
}
OAUTH_ERROR = {"error": "invalid_grant"}
REVOKE_REQUEST = {"client_id": "practicesync", "token": "m4Tq0yVb7Xc2Jp9Zs5Lw8Rn1Kd6Hf3Ga"}
DECISION = {"csrf": "Zb3Qm", "practice_id": PRACTICE, "decision": "allow"}
METADATA = {
    "issuer": "https://contacts.example",
    "authorization_endpoint": "https://contacts.example/oauth/authorize",
    "device_authorization_endpoint": "https://contacts.example/oauth/device_authorization",
    "token_endpoint": "https://contacts.example/oauth/token",
    "revocation_endpoint": "https://contacts.example/oauth/revoke",
    "scopes_supported": ["contacts:write", "contacts:read", "practice:admin"],
    "response_types_supported": ["code"],
    "grant_types_supported": [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
    ],
    "code_challenge_methods_supported": ["S256"],
    "token_endpoint_auth_methods_supported": ["none"],
    "revocation_endpoint_auth_methods_supported": ["none"],
}

PROBLEM_MEMBERS: dict[str, dict[str, object]] = {
    "in-charge-elsewhere": {"server": "OLDSRV", "since": "2025-07-01T01:02:14+00:00"},
    "invalid": {"errors": [{"field": "items[0].epoch", "reason": "wrong shape"}]},
}
"""What a problem's example has beyond type, title, status and request id."""
