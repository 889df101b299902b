### Every text of the messages to people (mails and text messages), in English. It belongs to the same catalogue as
### pages.ftl, whose numbers, months and words for card, account and reasons the messages use too.

## Days and hours, for readers whose region puts the day first or counts 24 hours

day-day-first = { $day } { $month } { $year }
time-24 = { $hour }:{ $minute }

## In every message

letter-hello = Hello { $name },
letter-hello-nobody = Hello,
letter-logo = Logo of { $merchant }
letter-test = Test mode
letter-test-text = This is a test. No money moves.
letter-address = If the button does not work, open this address:
letter-facts = Details
letter-by-card = By card
letter-by-ach = By bank account
letter-both-prices = { $card } by card or { $ach } by bank account
letter-order = Order
letter-invoice = Invoice
letter-due = Due
letter-ends = Link ends
letter-files = Files
letter-amount = Amount
letter-date = Date
letter-method = Paid with
letter-payer = Paid by
letter-reference = Reference
letter-reason = Reason
letter-bank-code = Bank’s code
letter-why-asked = You get this message because { $merchant } asks you for a payment. It was sent with Paylink.
letter-why-paid = You get this message because of your payment to { $merchant }. It was sent with Paylink.
letter-why-payee = You get this message because payments to { $merchant } are announced to this address. It was sent with Paylink.
letter-reach = Questions? You can reach { $merchant } here:
letter-stop = Stop payment requests and reminders from { $merchant }

## Payment request and reminder

request-subject = Payment request from { $merchant }
request-subject-amount = Payment request from { $merchant }: { $amount }
request-subject-invoice = Invoice { $invoice } from { $merchant }
request-subject-invoice-amount = Invoice { $invoice } from { $merchant }: { $amount }
request-title = Payment request
request-text = { $merchant } asks you for a payment.
request-pay = Pay { $amount }
request-choose = Choose how to pay
request-qr = QR code that opens the payment page
request-scan = Paying with your phone? Scan this code. It opens the same page as the button.
request-safe = You type card and account numbers only on the payment page. They go straight to the payment processor; { $merchant } never sees them and never asks for them in a message.
request-unexpected = Not expecting this? Then do not pay, and ask { $merchant } first.
due-on = It is due on { $day }.
due-today = It is due today.
due-past = It was due on { $day }.
reminder-subject = Reminder: payment to { $merchant }
reminder-subject-amount = Reminder: { $amount } to { $merchant }
reminder-title = Payment reminder
reminder-text = This payment to { $merchant } is still open.
reminder-done = If you have paid in the meantime, thank you; there is nothing left to do.

## Receipt and payment notice

receipt-subject = Receipt from { $merchant }: { $amount }
letter-receipt-text = Thank you. { $merchant } has your payment.
letter-receipt-open = See the receipt
notice-subject = Payment received: { $amount }
notice-subject-payer = Payment received: { $amount } from { $payer }
notice-title = You received a payment
notice-text = { $payer } has paid.
notice-text-nobody = Somebody has paid one of your payment links.

letter-saved-method = Your card or account for this payment is saved with { $merchant }. See or remove it:

## A saved card or account is gone

method-notice-subject = A saved payment method was removed
method-notice-subject-payer = A saved payment method of { $payer } was removed
method-notice-title = A saved payment method is gone
method-notice-payer = The payer has removed it. Links that offer it can no longer be paid.
method-notice-bank = The bank or the payment processor no longer accepts it. Links that offer it can no longer be paid.

## Refund

refund-subject = Refund from { $merchant }: { $amount }
refund-title = Money comes back to you
refund-text = { $merchant } has refunded your payment.
refund-text-part = { $merchant } has refunded a part of your payment of { $amount }.
refund-wait = It goes back the way you paid. Banks take a few business days to show it.
refund-paid = You paid

## When a payment failed or came back

return-subject = Bank payment returned: { $amount }
return-subject-payer = Bank payment returned: { $amount } from { $payer }
return-title = A bank payment came back
return-text = The payer’s bank has taken this payment back, so it no longer counts as paid.
failed-subject = Your payment to { $merchant } did not go through
failed-title = Payment did not go through
failed-text = Your payment looked good at first, but the bank has refused it since. { $merchant } did not get the money.
failed-again = If you still want to pay, please try again.
failed-pay = Try again

## Text messages: short sentences, the address comes after them

sms-test = Test, no money moves.
sms-request = { $merchant }: Please pay { $amount }.
sms-reminder = { $merchant }: Please remember to pay { $amount }.
sms-receipt = { $merchant }: Thank you for your payment of { $amount }.
sms-notice = { $merchant }: You received { $amount }.
sms-refund = { $merchant }: We refunded { $amount } to you.
sms-return = { $merchant }: A bank payment of { $amount } came back.
sms-method = { $merchant }: A saved payment method was removed.
sms-failed = { $merchant }: Your payment of { $amount } did not go through.
sms-invoice = Invoice { $invoice }.
sms-order = Order { $order }.
sms-due = Due { $day }.
sms-was-due = Was due { $day }.
