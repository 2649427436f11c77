"""What may be sent: the limits of the tracking API, in one place. `docs/reference/tracking-api.md` lists them."""

from __future__ import annotations

MAX_BODY_BYTES = 512_000
"""Of a request, unpacked. The API says 500 KB; senders count them as 500,000, 512,000 and what lies between."""

MAX_EVENT_BYTES = 32 * 1024
"""Of one event, as JSON."""

MAX_BATCH_EVENTS = 2_500

MAX_EVENT_KEYS = 250
"""Values in one event, a list being one: each is a column later on."""

MAX_ID_CHARACTERS = 255
"""Of a userId, an anonymousId, a messageId: longer ones are no identifiers."""

MAX_DISCARDED_BYTES = 8 * 1024 * 1024
"""So much of a body that is too large is read and thrown away, so that its sender gets to read the answer."""

MAX_WAITING_REQUESTS = 5_000
"""Requests that wait for the disk; beyond it the answer is 503, and the sender comes again."""

RETRY_AFTER_SECONDS = 2
