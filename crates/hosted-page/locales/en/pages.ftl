### Every text of the payer's pages and of the API reference, in English.
###
### To add a language: copy this file and letters.ftl to locales/<tag>/, translate the right-hand sides and
### name the new files in src/language/mod.rs. Every message must be there and none may be added.
### Arguments are finished texts (never numbers), so a message cannot choose by them.

text-direction = ltr

## Numbers, money, days and times

number-group-separator = ,
number-decimal-separator = .
money-with-symbol = { $symbol }{ $number }
money-with-code = { $code }{ "\u00A0" }{ $number }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
before-noon = AM
after-noon = PM
day = { $month } { $day }, { $year }
# $hour12 is 1 to 12, $hour24 is 00 to 23.
time = { $hour12 }:{ $minute }{ "\u00A0" }{ $half }
instant = { $day }, { $time } { $zone }
# $city is the city a time zone is named after.
zone-of-city = { $city } time ({ $offset })

## On every page

powered-by = Powered by Paylink
test-mode = Test mode
opens-in-new-tab = (opens in a new tab)

## Payment page: what is being paid

title-pay = Pay { $merchant }
title-pay-amount = Pay { $amount } to { $merchant }
pay-merchant = Pay { $merchant }
includes-tax = Includes { $amount } tax
summary-label = What you pay for
fact-order = Order
fact-invoice = Invoice
fact-due = Due
fact-closes = Closes
fact-amount = Amount
files-title = Files
file-about = { $kind }, { $size }
file-size-kb = { $size } KB
file-size-mb = { $size } MB

## What is paid, line by line; mails use it too

lines-item = Item
lines-amount = Amount
lines-subtotal = Subtotal
lines-discount = Discount
lines-tax = Tax
lines-total = Total
# $count is more than six.
lines-all = All { $count } items
# $count is more than five.
lines-more = … and { $count } more lines, shown on the page.
line-quantity = { $quantity } × { $unit }
line-tax = plus { $amount } tax
line-detail = { $quantity } · { $tax }

## Payment page: the form

method-legend = Pay by
method-card = Card
method-ach = Bank account
card-number = Card number
card-expiry = Expiry date
card-expiry-example = MM / YY
card-cvc = Security code
bank-routing = Routing number
bank-routing-hint = 9 digits, at the bottom left of a check
bank-account = Account number
bank-account-type = Account type
bank-checking = Checking
bank-savings = Savings
name-on-card = Name on card
name-on-account = Account holder’s name
email = Email
optional = (optional)
billing-legend = Billing address
billing-country = Country
billing-line1 = Street address
billing-city = City
billing-state = State or region
billing-postal-code = Postal code
ach-mandate = By paying you allow { $merchant } to take { $amount } from this account once. It takes a few business days.
pay-amount = Pay { $amount }
where-card-data-goes = Card and account numbers go straight to the payment processor. { $merchant } never sees them.
# $merchant keeps it. Other words get another version by themselves; those a payer has agreed to are kept with the card.
save-consent = Save this card or bank account for my later payments to { $merchant }. The payment processor keeps it, and it is used only when I choose to pay with it. I can remove it at any time with the link in my receipt.
saved-label = You pay with
saved-only = You saved this with { $merchant }. Nothing else can be used here.
test-mode-card = No money moves. Card 4242{ "\u00A0" }4242{ "\u00A0" }4242{ "\u00A0" }4242, any future date, any code.
test-mode-ach = No money moves. Routing number 110000000, account number 000123456789.
needs-script-title = This page needs JavaScript
needs-script-text = Your card number is handed straight to the payment processor by a small program on this page. Turn JavaScript on and load the page again, or ask { $merchant } for another way to pay.

## Payment page: when there is nothing to pay

not-yet-open-title = Not open yet
not-yet-open-text = You can pay from { $opens }. This page will open by itself.
ended-title = This payment link has ended
ended-text = It closed on { $ended }. Ask { $merchant } for a new link if you still want to pay.
being-paid-title = A payment is under way
being-paid-text = Someone is paying this right now, perhaps you in another window. Please do not pay again; this page changes as soon as the payment is done.
paid-title = Paid
paid-text = { $merchant } received this payment on { $paid }. There is nothing left to do.
cancelled-title = This payment link was cancelled
cancelled-text = { $merchant } took it back, and nothing is due here. If that surprises you, please ask { $merchant }.

method-unavailable-title = The saved payment method is gone
method-unavailable-text = This link was made for a saved card or account that has expired or was removed. Nothing was charged. Ask { $merchant } for a new link if you still want to pay.

## Confirmation

receipt-title-succeeded = Payment received
receipt-title-bank-debit = Bank payment on its way
receipt-title-checking = Checking with the bank
receipt-title-action = One more step
receipt-title-failed = Payment did not go through
receipt-title-returned = Payment returned by the bank
receipt-document-title = { $title } · { $merchant }
receipt-text-succeeded = Thank you. { $merchant } has your payment.
receipt-text-bank-debit = Thank you. Your bank takes a few business days to send the money to { $merchant }. You do not have to do anything, and you do not need to keep this page open.
receipt-text-checking = The bank has not told us yet whether the payment went through. You will not be charged twice; please do not pay again. This page changes as soon as we know.
receipt-text-action = Your bank wants to make sure it is you. Continue there; the payment is finished after that.
receipt-text-failed = Nothing was charged.
receipt-text-returned = The money did not reach { $merchant }.
receipt-continue-at-bank = Continue at your bank
receipt-pay-again = Try again
receipt-pay-new = Make another payment
receipt-continue-to = Continue to { $merchant }
back-to-merchant = Back to { $merchant } without paying
receipt-saved-method = See or remove the saved payment method
receipt-print = Print or save
receipt-caption = Details of the payment
receipt-to = Paid to
receipt-amount = Amount
receipt-refunded = Refunded
receipt-tax = Tax included
receipt-date = Date
receipt-method = Paid with
receipt-description = For
receipt-reference = Reference
receipt-card = { $brand } ending in { $last4 }
receipt-account-checking = checking account ending in { $last4 }
receipt-account-savings = savings account ending in { $last4 }
receipt-account-of-bank = { $bank }, { $account }
card-brand-other = Card

## A saved card or account

saved-document-title = Saved payment method · { $merchant }
saved-title = Your saved payment method
saved-text = { $method }, saved with { $merchant } on { $saved }.
saved-hint = { $merchant } can ask you to pay with it; it is used only when you choose to. If you remove it, { $merchant } cannot use it any more. Payments you have already made stay as they are.
saved-remove = Remove it
removed-title = Removed
removed-text = { $method } was removed on { $removed } and cannot be used by { $merchant } any more.
removed-hint = To pay { $merchant } again, just enter a card or account as usual.

## Ending messages

unsubscribe-document-title = Messages from { $merchant }
unsubscribe-title = Stop messages from { $merchant }?
unsubscribe-text-email = { $merchant } will send no more payment requests and reminders to this mail address.
unsubscribe-text-sms = { $merchant } will send no more payment requests and reminders to this phone number.
unsubscribe-button = Stop these messages
unsubscribe-still = Receipts, and other news of payments you have made, still come. Links you already have keep working.
unsubscribed-title = These messages have stopped
unsubscribed-text-email = { $merchant } sends no more payment requests and reminders to this mail address. If you change your mind, ask { $merchant }.
unsubscribed-text-sms = { $merchant } sends no more payment requests and reminders to this phone number. If you change your mind, ask { $merchant }.

## Other pages

not-found-title = There is nothing here
not-found-text = This link does not exist. Perhaps the address was cut off: open the link again from the message it came in, or ask the sender.
unavailable-title = We cannot show this page right now
unavailable-text = Something is wrong on our side. Nothing was charged. Please try again in a minute.
unavailable-retry = Try again

## Words the page says while it is open

slow = This is taking longer than usual. Please leave this page open.
sending = Sending your payment…
checking-title = We are checking with the bank
checking-text = The bank has not told us yet whether the payment went through. You will not be charged twice; please do not pay again. This page changes as soon as we know.
checking-link = See this payment later
resuming-title = Picking up where you left off
resuming-text = The answer to your last payment did not reach this page. We are asking for it now. You will not be charged twice.
lost-title = Connection lost
lost-text = We could not hear the answer. You will not be charged twice: we ask about the same payment again as soon as you are online.
server-away-title = We cannot reach the payment right now
server-away-text = Something is wrong on our side. You will not be charged twice: we ask about the same payment again in a moment.
try-again-now = Try again now
not-sent = We could not reach the payment processor. Nothing was charged. Check your connection and try again.
wait = Too many tries. Nothing was charged this time. You can try again in { $time }.
wait-and-ask = Too many tries. You will not be charged twice: we ask about the same payment again in { $time }.
went-wrong = Something went wrong on our side. Nothing was charged. Please try again.
closing-soon = This payment link closes in { $time }.
closed-title = This payment link has ended
closed-text = It closed while this page was open. Nothing was charged. Ask the sender for a new link if you still want to pay.
consent-changed = The words beside the box have changed. Please load this page again.
check-fields = Please check the marked fields.

## What is wrong with a field

error-required = Please fill this in.
error-number = This is not a valid card number. Please check the digits.
error-expiry = Please write month and year, for example 04 / 29.
error-expiry-past = This card has expired.
error-cvc = The security code has 3 digits, on American Express 4.
error-email = This does not look like a mail address.
error-routing = This is not a valid routing number. It has 9 digits.
error-account = This is not a valid account number. It has at most 17 digits.
error-name = Please write the name without unusual characters.
error-text = Please check this field.

## Why a payment did not go through, by the gateway’s code

failed-card_declined = The bank declined this card. Use another card, or ask your bank.
failed-insufficient_funds = There is not enough money on this card. Use another one.
failed-expired_card = This card has expired. Use another one.
failed-incorrect_cvc = The security code is not right. Please type it again.
failed-incorrect_number = The card number is not right. Please type it again.
failed-processing_error = The bank could not process the card just now. Please try again.
failed-authentication_failed = The bank could not confirm that it was you. Try again, or use another card.
failed-authentication_expired = The time to confirm the payment with the bank ran out. Please try again.
failed-authentication_abandoned = The payment was given up before the bank had confirmed it. Please try again.
failed-account_closed = This bank account is closed. Use another one.
failed-payment_method_unavailable = The saved card or account cannot be used any more. Ask for a new payment link.
failed-invalid_token = The card or account details could not be used. Please type them again.
failed-R01 = There was not enough money in the account.
failed-R02 = The bank account is closed.
failed-R03 = The bank could not find the account.
failed-R04 = The account number is not valid.
failed-other = The bank declined the payment. Use another card or account, or ask your bank.

## API reference

reference-title = API reference
reference-contents = Contents
reference-skip = Skip to the contents of the page
reference-document = The OpenAPI document
reference-parameters = Parameters
reference-request = Request body
reference-answers = Answers
reference-refusals = Refusals
reference-objects = Objects
reference-errors = Error codes
reference-required = required
reference-deprecated = deprecated
reference-one-of = One of
reference-default = Default
reference-example = Example
reference-list-of = list of { $of }
reference-map-of = object of { $of }
reference-anything = any value
reference-in-path = in the path
reference-in-query = in the query
reference-in-header = header
reference-in-cookie = cookie
reference-broken = The API document could not be read.
