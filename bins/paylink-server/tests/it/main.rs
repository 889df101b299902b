//! The server as its users meet it: the real binary, real HTTP, real files, `kill -9`, other people's clients.

#![cfg(test)]

mod audit;
mod backup;
mod bank_debits;
mod challenges;
mod clients;
mod commands;
mod crash_points;
mod deploy;
mod dialects;
mod doctor;
mod drain;
mod erasure;
mod exports;
mod files;
mod idempotency;
mod kills;
mod logs;
mod lost_answers;
mod merchant_tokens;
mod message_privacy;
mod messages;
mod postgres;
mod races;
mod readme;
mod refunds;
mod reminders;
mod running;
mod settings;
mod texts;
mod views;
mod webhook_addresses;
mod webhook_delivery;
mod webhook_signatures;
mod world;
