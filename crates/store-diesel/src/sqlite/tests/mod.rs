//! Tests of what cannot be seen from outside: settings, statements, plans, the writing thread.

mod statements;
