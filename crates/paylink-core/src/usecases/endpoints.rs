//! Webhook endpoints: made, changed, read, removed; their secrets rotated.

use super::listing::{Slice, at};
use crate::{
    Caller, Change, ChangeSet, Code, EndpointId, Error, EventKind, FieldErrors, MerchantId, Once, Paylink, Reply,
    Stored,
    engine::Decided,
    forms::{EndpointForm, ListQuery, Patch},
    ports::WebhookFilter,
    records::{EndpointRecord, WebhookFormat},
    views::Listed,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::time::Duration;

/// How long the old secret signs beside the new one.
const ROTATION: Duration = Duration::from_secs(24 * 3600);

impl Paylink {
    /// Makes a webhook endpoint; its secret is in the answer.
    ///
    /// # Errors
    /// `forbidden`, field errors (`url_not_allowed` among them).
    pub async fn create_endpoint(
        &self,
        caller: &Caller,
        form: &EndpointForm,
        once: Option<Once<'_, EndpointRecord>>,
    ) -> Result<Reply<EndpointRecord>, Error> {
        caller.is_key()?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let now = self.now();
            let mut errors = form.unread.clone();
            let url = self.check_url(form, None, &mut errors).await;
            let events = check_events(form, None, &mut errors);
            let merchant_id = self.check_owner(caller, form, &mut errors).await?;
            let format = check_format(form, &mut errors);
            errors.finish()?;
            let endpoint = EndpointRecord {
                id: self.new_id(),
                merchant_id,
                url,
                events,
                format,
                secret: self.new_secret(),
                previous_secret: None,
                previous_secret_until: None,
                disabled: form.disabled.set().copied().unwrap_or(false),
                disabled_reason: form.disabled.set().filter(|off| **off).map(|_| "by_hand".to_owned()),
                failing_since: None,
                created_at: now,
                updated_at: now,
            };
            let changes = ChangeSet::new().with(Change::InsertEndpoint(endpoint.clone()));
            Ok(Decided { changes, view: endpoint })
        })
        .await
    }

    /// Changes a webhook endpoint. Switching it on again forgets its failures.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors.
    pub async fn update_endpoint(
        &self,
        caller: &Caller,
        id: &str,
        form: &EndpointForm,
    ) -> Result<EndpointRecord, Error> {
        self.visible_endpoint(caller, id).await?;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value: mut endpoint, version } = self.visible_endpoint(caller, id).await?;
            let mut errors = form.unread.clone();
            for (field, mentioned) in
                [("merchant_id", form.merchant_id.is_mentioned()), ("format", form.format.is_mentioned())]
            {
                if mentioned {
                    errors.add(field, Code::NotSupported, "cannot be changed");
                }
            }
            endpoint.url = self.check_url(form, Some(&endpoint), &mut errors).await;
            endpoint.events = check_events(form, Some(&endpoint), &mut errors);
            errors.finish()?;
            if let Some(disabled) = form.disabled.set() {
                endpoint.disabled = *disabled;
                endpoint.disabled_reason = disabled.then(|| "by_hand".to_owned());
                endpoint.failing_since = None;
            }
            endpoint.updated_at = self.now();
            let change = Change::UpdateEndpoint(Stored { value: endpoint.clone(), version });
            Ok(Decided { changes: ChangeSet::new().with(change), view: endpoint })
        })
        .await
    }

    /// Gives an endpoint a new secret; the old one signs too for 24 hours.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn rotate_secret(
        &self,
        caller: &Caller,
        id: &str,
        once: Option<Once<'_, EndpointRecord>>,
    ) -> Result<Reply<EndpointRecord>, Error> {
        self.visible_endpoint(caller, id).await?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let Stored { value: mut endpoint, version } = self.visible_endpoint(caller, id).await?;
            let now = self.now();
            endpoint.previous_secret = Some(std::mem::replace(&mut endpoint.secret, self.new_secret()));
            endpoint.previous_secret_until = Some(now.plus(ROTATION));
            endpoint.updated_at = now;
            let change = Change::UpdateEndpoint(Stored { value: endpoint.clone(), version });
            Ok(Decided { changes: ChangeSet::new().with(change), view: endpoint })
        })
        .await
    }

    /// Removes an endpoint and what was on its way to it.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn delete_endpoint(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        self.visible_endpoint(caller, id).await?;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value, version } = self.visible_endpoint(caller, id).await?;
            Ok(Decided { changes: ChangeSet::new().with(Change::DeleteEndpoint(value.id, version)), view: () })
        })
        .await
    }

    /// One endpoint.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn endpoint(&self, caller: &Caller, id: &str) -> Result<EndpointRecord, Error> {
        Ok(self.visible_endpoint(caller, id).await?.value)
    }

    /// Endpoints, newest first.
    ///
    /// # Errors
    /// `forbidden`, `invalid_parameter`.
    pub async fn endpoints(&self, caller: &Caller, query: &ListQuery) -> Result<Listed<EndpointRecord>, Error> {
        caller.is_key()?;
        let mut errors = FieldErrors::default();
        let slice = Slice::read(query, caller, "webhook_endpoints", "", &mut errors);
        errors.finish()?;
        let filter = WebhookFilter { merchant_id: caller.merchant(), ..WebhookFilter::default() };
        let rows = self.store.endpoints(&filter, slice.page()).await?;
        Ok(slice.list(rows, |endpoint| at(endpoint.created_at, endpoint.id)))
    }

    pub(crate) async fn visible_endpoint(&self, caller: &Caller, id: &str) -> Result<Stored<EndpointRecord>, Error> {
        caller.is_key()?;
        let not_found = || Error::of(Code::NotFound);
        let id: EndpointId = id.parse().map_err(|_| not_found())?;
        let found = self.store.endpoint(id).await?;
        found
            .filter(|endpoint| caller.merchant().is_none() || endpoint.value.merchant_id == caller.merchant())
            .ok_or_else(not_found)
    }

    async fn check_url(&self, form: &EndpointForm, old: Option<&EndpointRecord>, errors: &mut FieldErrors) -> String {
        match (&form.url, old) {
            (Patch::Keep, Some(old)) => return old.url.clone(),
            (Patch::Set(url), _) => match self.webhooks.check_url(url).await {
                Ok(()) => return url.clone(),
                Err(refused) => errors.add("url", Code::UrlNotAllowed, refused.to_string()),
            },
            (Patch::Keep | Patch::Clear, _) => errors.add("url", Code::Required, "an address is required"),
        }
        String::new()
    }

    async fn check_owner(
        &self,
        caller: &Caller,
        form: &EndpointForm,
        errors: &mut FieldErrors,
    ) -> Result<Option<MerchantId>, Error> {
        let Some(text) = form.merchant_id.set() else { return Ok(caller.merchant()) };
        match self.visible_merchant(caller, text).await {
            Ok(found) => Ok(Some(found.value.id)),
            Err(error) if error.code == Code::NotFound => {
                errors.add("merchant_id", Code::InvalidId, "there is no such merchant");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// `whsec_` and 32 random bytes in base64, as Standard Webhooks asks for.
    fn new_secret(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.random::<32>()))
    }
}

fn check_format(form: &EndpointForm, errors: &mut FieldErrors) -> WebhookFormat {
    let Some(name) = form.format.set() else { return WebhookFormat::Native };
    WebhookFormat::named(name).unwrap_or_else(|| {
        let names: Vec<&str> = WebhookFormat::ALL.iter().map(|format| format.name()).collect();
        errors.add("format", Code::InvalidValue, format!("one of {}", names.join(", ")));
        WebhookFormat::Native
    })
}

fn check_events(form: &EndpointForm, old: Option<&EndpointRecord>, errors: &mut FieldErrors) -> Vec<String> {
    let names = match (&form.events, old) {
        (Patch::Set(names), _) => names.clone(),
        (Patch::Keep, Some(old)) => return old.events.clone(),
        (Patch::Keep | Patch::Clear, _) => return vec!["*".to_owned()],
    };
    let known = |name: &String| name == "*" || EventKind::named(name).is_some();
    if names.is_empty() || names.len() > EventKind::ALL.len() + 1 || !names.iter().all(known) {
        errors.add("events", Code::InvalidValue, "a list of event types, or * for all");
    }
    names
}
