//! A merchant's logos: one for light pages, and if it likes another for dark ones.

use super::file_contents::Download;
use super::files::{FileUpload, Owner};
use crate::{
    Caller, Change, ChangeSet, Code, Error, FileId, MerchantId, Paylink, Stored,
    engine::Decided,
    ports::PageLogo,
    records::{FilePurpose, MerchantLogos, MerchantRecord, named},
};

named! {
    /// Which of its logos.
    LogoScheme {
        /// For light pages.
        Light = "light",
        /// For dark pages.
        Dark = "dark",
    }
}

impl LogoScheme {
    const fn purpose(self) -> FilePurpose {
        match self {
            Self::Light => FilePurpose::Logo,
            Self::Dark => FilePurpose::LogoDark,
        }
    }

    const fn of(self, logos: &MerchantLogos) -> Option<FileId> {
        match self {
            Self::Light => logos.light,
            Self::Dark => logos.dark,
        }
    }

    /// Puts another in its place; returns the one that was there.
    const fn replace(self, logos: &mut MerchantLogos, id: Option<FileId>) -> Option<FileId> {
        let place = match self {
            Self::Light => &mut logos.light,
            Self::Dark => &mut logos.dark,
        };
        std::mem::replace(place, id)
    }
}

/// Where a merchant's logos are; nobody needs credentials to get them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogoUrls {
    /// The one for light pages.
    pub light: Option<String>,
    /// The one for dark pages.
    pub dark: Option<String>,
}

impl Paylink {
    /// Whether the caller may give the merchant a logo: asked before anybody reads megabytes for nothing.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `storage_unavailable`.
    pub async fn may_set_logo(&self, caller: &Caller, merchant: &str) -> Result<(), Error> {
        self.visible_merchant(caller, merchant).await?;
        caller.may_write()
    }

    /// Gives a merchant a logo, in place of the one it had.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `payload_too_large`, `file_type_not_allowed`, `invalid_file`,
    /// `card_data_not_allowed`, `file_quota_exceeded`, `storage_unavailable`.
    pub async fn set_logo(
        &self,
        caller: &Caller,
        merchant: &str,
        scheme: LogoScheme,
        upload: &FileUpload,
    ) -> Result<MerchantRecord, Error> {
        let merchant = self.visible_merchant(caller, merchant).await?.value.id;
        caller.may_write()?;
        let owner = Owner { merchant, link: None, purpose: scheme.purpose() };
        let file = self.keep(caller, owner, upload).await?.id;
        let placed = self
            .run(caller, || async move {
                let mut changes = ChangeSet::new();
                self.made_ready(&mut changes, file).await?;
                let view = self.put_logo(&mut changes, merchant, scheme, Some(file)).await?;
                Ok(Decided { changes, view })
            })
            .await;
        if placed.is_err() {
            self.give_up(caller, file).await;
        }
        placed
    }

    /// Takes a merchant's logo away.
    ///
    /// # Errors
    /// `not_found`, also when it has none; `forbidden`.
    pub async fn delete_logo(&self, caller: &Caller, merchant: &str, scheme: LogoScheme) -> Result<(), Error> {
        let merchant = self.visible_merchant(caller, merchant).await?.value;
        scheme.of(&merchant.logos).ok_or_else(|| Error::of(Code::NotFound))?;
        caller.may_write()?;
        self.run(caller, || async move {
            let mut changes = ChangeSet::new();
            self.put_logo(&mut changes, merchant.id, scheme, None).await?;
            Ok(Decided { changes, view: () })
        })
        .await
    }

    /// What is in a merchant's logo.
    ///
    /// # Errors
    /// `not_found`, also when it has none; `storage_unavailable`.
    pub async fn merchant_logo(&self, caller: &Caller, merchant: &str, scheme: LogoScheme) -> Result<Download, Error> {
        let merchant = self.visible_merchant(caller, merchant).await?.value;
        let id = scheme.of(&merchant.logos).ok_or_else(|| Error::of(Code::NotFound))?;
        self.logo(&id.to_string()).await
    }

    /// Where the logos of a merchant are.
    #[must_use]
    pub fn logo_urls(&self, merchant: &MerchantRecord) -> LogoUrls {
        let url = |id: FileId| format!("{}{}", self.settings.public_url, logo_path(id));
        LogoUrls { light: merchant.logos.light.map(url), dark: merchant.logos.dark.map(url) }
    }

    async fn put_logo(
        &self,
        changes: &mut ChangeSet,
        merchant: MerchantId,
        scheme: LogoScheme,
        new: Option<FileId>,
    ) -> Result<MerchantRecord, Error> {
        let found = self.store.merchant(merchant).await?.ok_or_else(|| Error::of(Code::NotFound))?;
        let Stored { mut value, version } = found;
        let old = scheme.replace(&mut value.logos, new);
        value.updated_at = self.now();
        self.remove_files(changes, merchant, old.as_slice()).await?;
        changes.push(Change::UpdateMerchant(Stored { value: value.clone(), version }));
        Ok(value)
    }
}

/// The logo as pages show it.
pub(crate) fn page_logo(merchant: &MerchantRecord) -> Option<PageLogo> {
    let light = merchant.logos.light.map(logo_path)?;
    Some(PageLogo { light, dark: merchant.logos.dark.map(logo_path) })
}

/// The path of a logo; its id is random, and another logo has another.
pub(crate) fn logo_path(id: FileId) -> String {
    format!("/logos/{id}.png")
}
