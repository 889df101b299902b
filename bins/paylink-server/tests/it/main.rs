//! The server as its users meet it: the real binary, real HTTP, real files, `kill -9`, other people's clients.

#![cfg(test)]

mod crash_points;
mod races;
mod world;
