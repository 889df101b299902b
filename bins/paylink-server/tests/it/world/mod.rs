//! What the tests stand on: a server in a folder, a client, a receiver of webhooks, and a look into the database.

mod books;
mod client;
mod home;
mod mailbox;
mod python;
mod receiver;
mod server;
mod shop;
mod twilio;
mod wait;

pub(crate) use books::Books;
pub(crate) use client::{Heard, Say, exchange, text};
pub(crate) use home::{ADMIN, Home};
pub(crate) use mailbox::{Mailbox, content};
pub(crate) use python::{peers, python, python_with};
pub(crate) use receiver::{Answer, Delivery, Receiver};
pub(crate) use server::Server;
pub(crate) use shop::{
    Account, CARD, Shop, account_token, asks_for_card_token, card_token, events_of, link_of, pay, pay_by_card,
};
pub(crate) use twilio::{Report, Text, Twilio};
pub(crate) use wait::{eventually, within};
