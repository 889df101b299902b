//! Mistakes that the simulator can make on purpose, so that its oracles are seen to work. They live in the adapters that
//! it puts around the real store, gateway, clock and sender; nothing that is shipped knows of them.

macro_rules! bugs {
    ($($variant:ident $name:literal $what:literal,)+) => {
        /// A planted bug.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Bug {
            $(#[doc = $what] $variant,)+
        }

        impl Bug {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What is wrong, in one sentence.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)+ }
            }

            /// The bug with this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|bug| bug.name() == name)
            }
        }
    };
}

bugs! {
    LostUpdate "lost-update" "The store writes links whatever version they have.",
    CheckThenInsert "check-then-insert" "The store neither compares versions of links nor guards the one live payment of a one-time link.",
    HalfChangeSet "half-change-set" "Now and then the store keeps the first half of a change set only and says that all went well.",
    LostEvent "lost-event" "Now and then the store forgets an event and the work of telling it.",
    SilentEvent "silent-event" "Now and then the store keeps an event but not the work of telling it.",
    LeaselessClaim "leaseless-claim" "The queue hands a piece of work out again while its lease runs.",
    WorkGoneWhenClaimed "work-gone-when-claimed" "The queue forgets work as soon as it is claimed.",
    UnknownIsOk "unknown-is-ok" "A commit that was lost on its way is reported as done.",
    RequestNotStored "request-not-stored" "The store forgets the records of idempotency keys.",
    AnswerNotStored "answer-not-stored" "The store forgets the answers of requests with an idempotency key.",
    EarlyPrune "early-prune" "Pruning removes records of idempotency keys that have not run out.",
    NewKeyOnRetry "new-key-on-retry" "The gateway adapter makes a new key whenever it sends a charge again.",
    TimeoutIsDecline "timeout-is-decline" "The gateway adapter takes a lost answer for a decline.",
    PhantomSuccess "phantom-success" "The gateway adapter takes a lost answer for a success.",
    NotFoundIsDecline "not-found-is-decline" "The gateway adapter takes a charge it does not find for a declined one.",
    TokenCheckedFirst "token-checked-first" "The gateway adapter calls a token used although the same charge used it.",
    CrossedAnswers "crossed-answers" "Now and then the gateway adapter hands out the answer to another charge.",
    Overcharge "overcharge" "Now and then the gateway adapter charges ten times the amount and says nothing of it.",
    NewKeyOnRefundRetry "new-key-on-refund-retry" "The gateway adapter makes a new key whenever it sends a refund again.",
    RefundTimeoutIsFailure "refund-timeout-is-failure" "The gateway adapter takes a lost answer about a refund for a refusal.",
    LostReservation "lost-reservation" "The store writes payments whatever version they have.",
    LostEntry "lost-entry" "Now and then the store forgets an entry of the ledger.",
    LostFact "lost-fact" "Now and then the store forgets a fact that reports are made of.",
    FactCountedTwice "fact-counted-twice" "The store keeps facts that it has folded.",
    NewIdOnResend "new-id-on-resend" "The webhook sender makes a new id for every attempt.",
    NewBodyOnResend "new-body-on-resend" "The webhook sender writes the body anew for every attempt.",
    SwallowedWebhook "swallowed-webhook" "Now and then the webhook sender reports a failed attempt as delivered.",
    FastClock "fast-clock" "The clock of one process runs a day and more ahead.",
    RepeatedIds "repeated-ids" "The random bytes of a process are the same again and again.",
}
