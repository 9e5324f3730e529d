"""The time zone of this computer, with summer time as it is at each moment."""

from __future__ import annotations

import datetime as dt


class LocalZone(dt.tzinfo):
    """Asks the operating system, so that no database of time zones has to be there.

    `now.astimezone().tzinfo` has the offset of that moment alone: what was an hour before the
    clocks changed would be shown an hour wrong.
    """

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: dt.datetime | None) -> dt.timedelta | None:
        del moment  # the operating system doesn't tell it apart
        return None

    def tzname(self, moment: dt.datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        known = moment.replace(tzinfo=dt.UTC).astimezone()
        local = known.replace(tzinfo=self)
        if self.utcoffset(local) == known.utcoffset():
            return local
        return local.replace(fold=1)  # the second time in this night that it is so late


LOCAL = LocalZone()
