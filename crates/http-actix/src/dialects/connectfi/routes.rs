//! Every endpoint of the dialect. The lists of the original are POSTs too; one GET sends a file.

use super::{ask::answer, auth, invoices, lists, logos, merchants, paying, payments, refunds, reminders, statuses};
use crate::dialects::Route;

macro_rules! routes {
    ($($method:literal $path:literal $run:path, $about:literal;)+) => {
        &[$(Route { method: $method, path: $path, about: $about, run: |call| Box::pin(answer(call, $run)) },)+]
    };
}

#[rustfmt::skip]
pub(super) static ROUTES: &[Route] = routes![
    "POST" "/auth/get-token" auth::key_token, "Gives a token for an API key: login is its id, password its secret.";
    "POST" "/user/change-password" auth::change_password, "Is refused: the server makes secrets, so make a new key and revoke the old one.";

    "POST" "/payment-link/merchant/create" merchants::create, "Makes a merchant.";
    "POST" "/payment-link/merchant/update" merchants::update, "Changes a merchant.";
    "POST" "/payment-link/merchant/details" merchants::details, "Shows a merchant.";
    "POST" "/payment-link/merchant/list" merchants::list, "Lists merchants.";
    "POST" "/payment-link/merchant/get-token" auth::merchant_token, "Gives a token of an hour that acts for a merchant.";
    "POST" "/payment-link/merchant/{cFiMerchantId}/logo/upload/{type}" logos::upload, "Gives a merchant a logo.";
    "POST" "/payment-link/merchant/remove/logo" logos::remove, "Takes a logo away.";
    "POST" "/payment-link/merchant/invoice/upload" invoices::upload, "Attaches a file to a payment.";
    "POST" "/payment-link/merchant/invoice/list" invoices::list, "Lists the files of a payment.";
    "POST" "/payment-link/merchant/invoice/remove/{cFiInvoiceId}" invoices::remove, "Takes a file off its payment.";

    "POST" "/payment-link/payment/details" payments::details, "Shows a payment.";
    "POST" "/payment-link/payment/list" lists::list, "Lists payments of all merchants.";
    "POST" "/payment-link/payment/export-list" lists::export, "Writes payments into a CSV file.";
    "POST" "/payment-link/payment/send" payments::send, "Sends a payment to its payer.";
    "POST" "/payment-link/payment/cancel" payments::cancel, "Takes a payment back.";
    "POST" "/payment-link/payment/set-status" statuses::of_payment, "Says how a payment stands; no money moves.";
    "POST" "/payment-link/payment/refund" refunds::create, "Gives money back.";
    "POST" "/payment-link/payment/refund-list" refunds::list, "Lists refunds.";
    "POST" "/payment-link/payment/refund-details" refunds::details, "Shows a refund.";
    "POST" "/payment-link/payment/refund-set-status" statuses::of_refund, "Says how a refund stands; no money moves.";
    "POST" "/payment-link/payment/reminder/create" reminders::create, "Plans reminders.";
    "POST" "/payment-link/payment/reminder/list" reminders::list, "Lists the reminders of a payment.";
    "POST" "/payment-link/payment/reminder/remove" reminders::remove, "Takes reminders back.";

    "POST" "/public/merchant/profile/details" merchants::profile, "Shows the merchant to itself.";
    "POST" "/public/merchant/payment/create" payments::create, "Makes a payment.";
    "POST" "/public/merchant/payment/update" payments::update, "Changes a payment.";
    "POST" "/public/merchant/payment/send" payments::send, "Sends a payment to its payer.";
    "POST" "/public/merchant/payment/cancel" payments::cancel, "Takes a payment back.";
    "POST" "/public/merchant/payment/details" payments::details, "Shows a payment.";
    "POST" "/public/merchant/payment/list" lists::list, "Lists the merchant's payments.";
    "POST" "/public/merchant/payment/export-list" lists::export, "Writes the merchant's payments into a CSV file.";
    "POST" "/public/merchant/payment/refund" refunds::create, "Gives money back.";
    "POST" "/public/merchant/payment/refund-list" refunds::list, "Lists the merchant's refunds.";
    "POST" "/public/merchant/payment/refund-details" refunds::details, "Shows a refund.";
    "POST" "/public/merchant/invoice/upload" invoices::upload, "Attaches a file to a payment.";
    "POST" "/public/merchant/invoice/list" invoices::list, "Lists the files of a payment.";
    "POST" "/public/merchant/invoice/remove/{cFiInvoiceId}" invoices::remove, "Takes a file off its payment.";
    "POST" "/public/merchant/reminder/create" reminders::create, "Plans reminders.";
    "POST" "/public/merchant/reminder/list" reminders::list, "Lists the reminders of a payment.";
    "POST" "/public/merchant/reminder/remove" reminders::remove, "Takes reminders back.";
    "POST" "/public/merchant/logo/upload/{type}" logos::upload, "Gives the merchant a logo.";
    "POST" "/public/merchant/remove/logo" logos::remove, "Takes a logo away.";

    "POST" "/public/customer/payment/link" auth::payer_token, "Gives a payer's token of an hour for the word in a page's address.";
    "POST" "/public/customer/payment/details" paying::details, "Shows what is to be paid.";
    "POST" "/public/customer/payment/ach-pay" paying::by_ach, "Pays by bank debit.";
    "POST" "/public/customer/payment/card-pay" paying::by_card, "Pays by card.";
    "POST" "/public/customer/payment/invoice/list" invoices::list_for_payer, "Lists the files of the payment.";
    "GET" "/public/customer/payment/invoice/file/{cFiInvoiceId}" invoices::download, "Sends a file.";
    "POST" "/public/customer/plaid/create_link_token" paying::plaid, "Refuses: Plaid is not spoken here.";
    "POST" "/public/customer/plaid/exchange-public-token" paying::plaid, "Refuses: Plaid is not spoken here.";
    "POST" "/public/customer/plaid/get-accounts-balance" paying::plaid, "Refuses: Plaid is not spoken here.";
];
