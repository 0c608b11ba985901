"""A stateful Zalo Official Account platform on loopback: consent, OpenAPI, files, and the webhook's posts.

    async with FakeZaloOa() as fake:                # OAuth and OpenAPI are both at fake.url
        fake.webhook.url = "http://127.0.0.1:…/zalo_oa/…"
        fake.people.add_user("u1", "Lan")
        await fake.people.say("u1", "xin chào")     # the event is signed and posted
        fake.sent("u1")                             # what the account has sent to Lan

Switches: `fake.oauth` (life of tokens, single use, refusals), `fake.faults` (lost replies, errors, broken bodies),
`fake.webhook` (how the signature is written), `fake.people.age` (how long ago a resident wrote). Not known: calls,
templates of ZNS, broadcast, tags.
"""

from tests.fakes.zalo_oa.faults import Fault
from tests.fakes.zalo_oa.server import APP_ID, APP_SECRET, OA_ID, WEBHOOK_SECRET, FakeZaloOa

__all__ = ["APP_ID", "APP_SECRET", "OA_ID", "WEBHOOK_SECRET", "FakeZaloOa", "Fault"]
