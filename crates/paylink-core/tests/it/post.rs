//! A shop's messages: sent, and read back.

use crate::shop::{PLATFORM, Shop};
use paylink_core::{
    forms::{ListQuery, MessageQuery},
    records::{Channel, MessageRecord},
    views::LinkView,
};

impl Shop {
    /// Messages are sent until none is due.
    pub(crate) async fn carry(&self) {
        for channel in Channel::ALL {
            loop {
                let jobs = self.paylink.claim_messages(*channel, 16).await.expect("claim");
                if jobs.is_empty() {
                    break;
                }
                for job in jobs {
                    self.paylink.send_message(job).await.expect("send");
                }
            }
        }
    }

    /// Messages about a link, oldest first.
    pub(crate) async fn messages_of(&self, link: &LinkView) -> Vec<MessageRecord> {
        let list = ListQuery { limit: Some("100".to_owned()), ..ListQuery::default() };
        let query = MessageQuery { list, payment_link_id: Some(link.link.id.to_string()), ..MessageQuery::default() };
        let mut rows = self.paylink.messages(&PLATFORM, &query).await.expect("messages").rows;
        rows.reverse();
        rows
    }
}
