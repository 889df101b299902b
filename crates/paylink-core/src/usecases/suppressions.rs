//! Addresses that get nothing: entered, listed, let go.

use super::listing::{Slice, at, merchant_filter, name_filter};
use crate::{
    Caller, Change, ChangeSet, Code, Email, Error, FieldErrors, MerchantId, Once, Paylink, Phone, Reply, Stored,
    SuppressionId, Version,
    engine::Decided,
    forms::{SuppressionForm, SuppressionQuery},
    hash::sha256_hex,
    ports::{AddressFault, SuppressionFilter},
    records::{Channel, MessageRecord, SuppressionReason, SuppressionRecord},
    views::Listed,
};

/// No address is longer.
const LONGEST: usize = 254;

/// An address on the list, and whether it was put there just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The entry.
    pub suppression: SuppressionRecord,
    /// Whether it was made by this request; otherwise it was there before.
    pub is_new: bool,
}

/// An address that is to get nothing.
pub(crate) struct Unwanted<'a> {
    pub merchant: Option<MerchantId>,
    pub channel: Channel,
    pub address: &'a str,
    pub reason: SuppressionReason,
}

impl<'a> Unwanted<'a> {
    /// The recipient of `message`, for messages of its merchant.
    pub(crate) fn recipient_of(message: &'a MessageRecord, reason: SuppressionReason) -> Self {
        Self { merchant: Some(message.merchant_id), channel: message.channel, address: &message.recipient, reason }
    }
}

impl SuppressionReason {
    /// Why an address gets nothing from now on after such a fault, told at sending or later; `None` where nothing follows.
    pub(crate) const fn after(fault: AddressFault) -> Option<Self> {
        match fault {
            AddressFault::None => None,
            AddressFault::Dead => Some(Self::HardBounce),
            AddressFault::Stopped => Some(Self::Unsubscribed),
        }
    }
}

impl Paylink {
    /// Puts an address on the list. One that is there already stays as it is, unless it was only unsubscribed and now
    /// is to get nothing at all.
    ///
    /// # Errors
    /// `forbidden`, field errors.
    pub async fn create_suppression(
        &self,
        caller: &Caller,
        form: &SuppressionForm,
        once: Option<Once<'_, Suppressed>>,
    ) -> Result<Reply<Suppressed>, Error> {
        caller.may_write()?;
        let reply = self.run_once(caller, once, || async move {
            let mut errors = form.unread.clone();
            let channel = read_channel(form.channel.as_deref(), None, &mut errors);
            let address = read_address(channel, form.address.as_deref(), &mut errors);
            let reason = match form.reason.as_deref().map(SuppressionReason::named) {
                None => SuppressionReason::Manual,
                Some(Some(reason)) => reason,
                Some(None) => {
                    errors.add("reason", Code::InvalidValue, "unsubscribed, hard_bounce, complaint or manual");
                    SuppressionReason::Manual
                }
            };
            let merchant = self.suppression_owner(caller, form.merchant_id.as_deref(), &mut errors).await?;
            errors.finish()?;
            let channel = channel.unwrap_or(Channel::Email);
            let mut changes = ChangeSet::new();
            let unwanted = Unwanted { merchant, channel, address: &address, reason };
            let view = self.suppress(&mut changes, &unwanted).await?;
            Ok(Decided { changes, view })
        });
        match reply.await? {
            Reply::Fresh(made) if made.is_new => Ok(Reply::Fresh(self.as_kept(made).await?)),
            reply @ (Reply::Fresh(_) | Reply::Replayed(_)) => Ok(reply),
        }
    }

    /// Two requests for one address may have run side by side: the entry that was kept.
    async fn as_kept(&self, made: Suppressed) -> Result<Suppressed, Error> {
        let SuppressionRecord { merchant_id, channel, address_key, .. } = &made.suppression;
        let known = self.store.suppressions_of(*merchant_id, *channel, address_key).await?;
        let kept = known.into_iter().find(|one| one.merchant_id == *merchant_id);
        let is_new = kept.as_ref().is_none_or(|kept| kept.id == made.suppression.id);
        Ok(Suppressed { suppression: kept.unwrap_or(made.suppression), is_new })
    }

    /// One entry of the list.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn suppression(&self, caller: &Caller, id: &str) -> Result<SuppressionRecord, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: SuppressionId = id.parse().map_err(|_| not_found())?;
        let found = self.store.suppression(id).await?;
        found.filter(|one| caller.merchant().is_none() || one.merchant_id == caller.merchant()).ok_or_else(not_found)
    }

    /// Lets an address get messages again.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn delete_suppression(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let known = self.suppression(caller, id).await?;
        caller.may_write()?;
        let delete = || async {
            let changes = ChangeSet::new().with(Change::DeleteSuppression(known.id));
            Ok(Decided { changes, view: () })
        };
        self.run(caller, delete).await
    }

    /// The list, newest first. A merchant sees its own entries, the platform all.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn suppressions(
        &self,
        caller: &Caller,
        query: &SuppressionQuery,
    ) -> Result<Listed<SuppressionRecord>, Error> {
        let mut errors = FieldErrors::default();
        let filter = SuppressionFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            channel: name_filter("channel", query.channel.as_deref(), Channel::named, &mut errors),
            // a plus sign that was not escaped arrives as a space
            address_key: query.address.as_deref().map(|text| match text.strip_prefix(' ') {
                Some(number) => compared(&format!("+{number}")),
                None => compared(text),
            }),
        };
        if filter.address_key.as_ref().is_some_and(|key| key.is_empty() || key.len() > LONGEST || key.contains('\0')) {
            errors.add("address", Code::InvalidParameter, "1 to 254 characters");
        }
        let address = filter.address_key.as_deref().map(sha256_hex);
        let mark = format!("{:?} {:?} {address:?}", filter.merchant_id, filter.channel);
        let slice = Slice::read(&query.list, caller, "suppressions", &mark, &mut errors);
        errors.finish()?;
        let rows = self.store.suppressions(&filter, slice.page()).await?;
        let rows = rows.into_iter().map(|value| Stored { value, version: Version::FIRST }).collect();
        Ok(slice.list(rows, |one: &SuppressionRecord| at(one.created_at, one.id)))
    }

    /// Adds what puts an address on the list, if it is not there for as good a reason.
    pub(crate) async fn suppress(&self, changes: &mut ChangeSet, unwanted: &Unwanted<'_>) -> Result<Suppressed, Error> {
        let Unwanted { merchant, channel, address, reason } = *unwanted;
        let address_key = compared(address);
        let known = self.store.suppressions_of(merchant, channel, &address_key).await?;
        if let Some(own) = known.into_iter().find(|one| one.merchant_id == merchant) {
            if own.reason != SuppressionReason::Unsubscribed || reason == SuppressionReason::Unsubscribed {
                return Ok(Suppressed { suppression: own, is_new: false });
            }
            // who has only unsubscribed still gets receipts
            changes.push(Change::DeleteSuppression(own.id));
        }
        let suppression = SuppressionRecord {
            id: self.new_id(),
            merchant_id: merchant,
            channel,
            address: address.to_owned(),
            address_key,
            reason,
            created_at: self.now(),
        };
        changes.push(Change::InsertSuppression(suppression.clone()));
        Ok(Suppressed { suppression, is_new: true })
    }

    async fn suppression_owner(
        &self,
        caller: &Caller,
        asked: Option<&str>,
        errors: &mut FieldErrors,
    ) -> Result<Option<MerchantId>, Error> {
        let Some(text) = asked else { return Ok(caller.merchant()) };
        match self.visible_merchant(caller, text).await {
            Ok(found) => Ok(Some(found.value.id)),
            Err(error) if error.code == Code::NotFound => {
                errors.add("merchant_id", Code::InvalidId, "there is no such merchant");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The form in which addresses are compared.
pub(crate) fn compared(address: &str) -> String {
    match address.parse::<Phone>() {
        Ok(phone) => phone.as_str().to_owned(),
        Err(_) => address.to_lowercase(),
    }
}

/// Reads the channel of a form, or takes `default`.
pub(crate) fn read_channel(text: Option<&str>, default: Option<Channel>, errors: &mut FieldErrors) -> Option<Channel> {
    let Some(text) = text else {
        if default.is_none() {
            errors.add("channel", Code::Required, "email or sms");
        }
        return default;
    };
    let channel = Channel::named(text);
    if channel.is_none() {
        errors.add("channel", Code::InvalidValue, "email or sms");
    }
    channel
}

/// Reads the address of a form, as `channel` writes it.
pub(crate) fn read_address(channel: Option<Channel>, text: Option<&str>, errors: &mut FieldErrors) -> String {
    let Some(text) = text else {
        errors.add("address", Code::Required, Code::Required.meaning());
        return String::new();
    };
    let (read, code) = match channel {
        Some(Channel::Email) => (text.parse::<Email>().ok().map(|email| email.as_str().to_owned()), Code::InvalidEmail),
        Some(Channel::Sms) => (text.parse::<Phone>().ok().map(|phone| phone.as_str().to_owned()), Code::InvalidPhone),
        // the channel is wrong already
        None => return String::new(),
    };
    if read.is_none() {
        errors.add("address", code, code.meaning());
    }
    read.unwrap_or_default()
}
