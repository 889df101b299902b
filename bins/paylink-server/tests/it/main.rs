//! The server as its users meet it: the real binary, real HTTP, real files, `kill -9`, other people's clients.

#![cfg(test)]

mod backup;
mod bank_debits;
mod challenges;
mod clients;
mod commands;
mod crash_points;
mod deploy;
mod doctor;
mod drain;
mod exports;
mod idempotency;
mod kills;
mod logs;
mod lost_answers;
mod messages;
mod postgres;
mod races;
mod readme;
mod refunds;
mod running;
mod settings;
mod webhook_addresses;
mod webhook_delivery;
mod webhook_signatures;
mod world;
