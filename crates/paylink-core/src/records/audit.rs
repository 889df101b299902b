//! Rows of the audit log: who changed what.

use super::named;

named! {
    /// What kind of party caused a write.
    ActorKind {
        /// The holder of a stored API key.
        ApiKey = "api_key",
        /// Whoever runs the server: the key of its configuration, or one of its commands.
        Operator = "operator",
        /// The bearer of a merchant token.
        MerchantToken = "merchant_token",
        /// Whoever has a link in front of them.
        Payer = "payer",
        /// A job of the server itself.
        Job = "job",
        /// The gateway, with news of its own accord.
        Gateway = "gateway",
        /// Who carries messages, with news of one.
        Provider = "provider",
    }
}
