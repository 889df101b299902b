"""Uses the client that openapi-python-client generated from the running server's description.

Arguments: the folder that holds the generated package `paylink_client`. Standard input: {"url", "key"}. Standard output: what the
client understood.
"""

import json
import sys

sys.path.insert(0, sys.argv[1])

from paylink_client import AuthenticatedClient, Client  # noqa: E402
from paylink_client.api.checkout import create_checkout_payment, get_checkout  # noqa: E402
from paylink_client.api.merchants import create_merchant  # noqa: E402
from paylink_client.api.payment_links import (  # noqa: E402
    create_payment_link,
    get_payment_link,
    list_payment_links,
    list_payments_of_link,
)
from paylink_client.api.sandbox import create_sandbox_token  # noqa: E402
from paylink_client.models import (  # noqa: E402
    CreateMerchant,
    CreatePayment,
    CreatePaymentLink,
    CreateSandboxToken,
    PaymentLink,
    Problem,
)

given = json.load(sys.stdin)
client = AuthenticatedClient(base_url=given["url"], token=given["key"], raise_on_unexpected_status=True)
payer = Client(base_url=given["url"], raise_on_unexpected_status=True)

merchant = create_merchant.sync(client=client, body=CreateMerchant(name="Generated Goods"))
wanted = CreatePaymentLink(merchant_id=merchant.id, amount="12.50", description="From Python", order_number="PY1")
link = create_payment_link.sync(client=client, body=wanted, idempotency_key="python-1")
again = create_payment_link.sync(client=client, body=wanted, idempotency_key="python-1")
read = get_payment_link.sync(link.id, client=client)
assert isinstance(read, PaymentLink), read
assert again == link == read, "the same link each time"
assert [row.id for row in list_payment_links.sync(client=client, merchant_id=merchant.id).data] == [link.id]

checkout = get_checkout.sync(link.slug, client=payer)
card = {"card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}}
token = create_sandbox_token.sync(client=payer, body=CreateSandboxToken.from_dict(card))
wish = CreatePayment.from_dict({"method": "card", "token": token.token, "payer": {"name": "Ada Example"}})
payment = create_checkout_payment.sync(link.slug, client=payer, body=wish, idempotency_key="python-2")
payments = list_payments_of_link.sync(link.id, client=client)
assert [row.id for row in payments.data] == [payment.id]
refused = create_payment_link.sync(client=client, body=CreatePaymentLink(merchant_id=merchant.id, amount="1.234"))
assert isinstance(refused, Problem), refused

json.dump(
    {
        "link": read.to_dict(),
        "checkout_amount": checkout.card.amount,
        "payment": payment.to_dict(),
        "paid_link": get_payment_link.sync(link.id, client=client).to_dict(),
        "problem": refused.to_dict(),
    },
    sys.stdout,
)
