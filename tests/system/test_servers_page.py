"""A server that works for the practice is seen, and signed out, by the real worker and page."""

import re

from tests.system.installation import settings
from tests.system.people import fill, get, visiting


def test_a_server_that_is_signed_out_stops_and_asks_for_a_new_sign_in(server, office, practice):
    server.write(settings(practice.path, office))
    with server.running(), visiting(office) as browser:
        server.activate(office)
        server.until_phase("attention")
        page = get(office, browser, "servers")
        assert "in charge" in page.text
        assert office.email in page.text

        link = re.search(r'href="([^"]+/servers/[^"]+)"', page.text)
        assert link
        asked = get(office, browser, link.group(1))
        assert "No change in the practice reaches this page any more" in asked.text
        answer = fill(browser, asked, "server")
        assert "is signed out" in answer.text
        assert "No change reaches this page" in answer.text
        shown = server.until_phase("sign_in_needed")
        assert shown["code"] == "PS-AUT-01"

        assert fill(browser, asked, "server").status_code == 409
        assert get(office, browser, link.group(1)).status_code == 404
        server.activate(office)
        server.until_phase("attention")
        assert "is signed out" not in get(office, browser, "servers").text
