"""Checks received webhooks with two libraries that others wrote.

Standard input: {"deliveries": [{"secret", "headers", "body"}]}. Standard output: for each delivery and library, whether it
accepts the delivery as it came, with a changed body, with another webhook-id, and with another secret.
"""

import base64
import json
import sys

import standardwebhooks
import svix.webhooks

LIBRARIES = {
    "standardwebhooks": (standardwebhooks.Webhook, standardwebhooks.WebhookVerificationError),
    "svix": (svix.webhooks.Webhook, svix.webhooks.WebhookVerificationError),
}


def accepts(library, secret, headers, body):
    webhook, refusal = LIBRARIES[library]
    try:
        webhook(secret).verify(body, headers)
    except refusal:
        return False
    return True


def judge(library, delivery):
    secret, headers, body = delivery["secret"], delivery["headers"], delivery["body"]
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    return {
        "as_it_came": accepts(library, secret, headers, body),
        "tampered_body": accepts(library, secret, headers, body.replace("12.50", "12.51")),
        "other_id": accepts(library, secret, headers | {"webhook-id": "evt_other"}, body),
        "other_secret": accepts(library, other, headers, body),
    }


deliveries = json.load(sys.stdin)["deliveries"]
json.dump([{library: judge(library, delivery) for library in LIBRARIES} for delivery in deliveries], sys.stdout)
