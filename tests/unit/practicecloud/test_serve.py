import ssl

import uvicorn

from practicecloud.commands.serve import _modern_tls


def test_an_old_protocol_is_not_spoken():
    def default() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        return context

    context = _modern_tls(uvicorn.Config("none"), default)

    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
