"""What the online side does in the background about notices and mail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from practicecloud.background import Background
from practicecloud.notices import forgotten
from practicecloud.notices.courier import Carrier, Courier
from practicecloud.notices.mail import mail
from practicecloud.notices.notice_settings import settings_of
from practicecloud.notices.outbox import NotDelivered, Waiting
from practicecloud.notices.watch import Watch
from practicecloud.notices.webhook import Hook, call
from practicecloud.settings import Settings
from practicecloud.store.storage import reading


def background(engine: sa.Engine, now: Callable[[], float], settings: Settings) -> list[Background]:
    """Return what watches and delivers; none of it runs yet."""
    couriers = [Courier(engine, now, "webhook", caller(engine, now, settings))]
    if settings.mail is not None:
        couriers.append(Courier(engine, now, "mail", partial(mail, settings.mail)))
        finder = partial(forgotten.mail_link, engine, now, settings.public_url)
        couriers.append(Courier(engine, now, "reset", finder))
    watch = Watch(engine, now, settings)
    return [watch.background, *(courier.background for courier in couriers)]


def caller(engine: sa.Engine, now: Callable[[], float], settings: Settings) -> Carrier:
    """Return what posts to webhooks, each signed with the secret that its practice has now."""

    def carry(waiting: Waiting) -> None:
        with reading(engine) as connection:
            wanted = settings_of(connection, waiting.practice_id)
        if wanted.webhook != waiting.recipient:
            raise NotDelivered("changed", for_good=True)
        hook = Hook(wanted.webhook, wanted.webhook_secret, settings.private_webhooks)
        call(hook, waiting, now())

    return carry
