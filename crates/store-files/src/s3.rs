//! Files in a store that speaks S3: Amazon's, or any other that does.

use crate::ObjectFiles;
use object_store::{
    ClientOptions, RetryConfig,
    aws::AmazonS3Builder,
    client::{HttpClient, HttpConnector},
    path::Path,
};
use rustls::{ClientConfig, RootCertStore};
use std::{sync::Arc, time::Duration};
use url::Url;

const CONNECT: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(30);

/// Why an address names no S3 store.
#[derive(Debug, thiserror::Error)]
pub enum S3Error {
    /// It has another form.
    #[error("must look like s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1")]
    Form,
    /// A parameter is unknown or given twice.
    #[error("takes the parameters endpoint, region and path_style only, each once")]
    Parameter,
    /// The endpoint is no address of a server.
    #[error("its endpoint must be an http or https address without path")]
    Endpoint,
    /// The store cannot be set up.
    #[error("the store cannot be set up: {0}")]
    Setup(String),
}

/// The keys that sign requests. Debug output hides them.
#[derive(Clone)]
pub struct S3Keys {
    /// Names the key.
    pub access_key_id: String,
    /// Signs.
    pub secret_access_key: String,
}

impl std::fmt::Debug for S3Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

/// Where an S3 store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Settings {
    bucket: String,
    prefix: String,
    region: String,
    endpoint: Option<String>,
    path_style: bool,
}

impl std::str::FromStr for S3Settings {
    type Err = S3Error;

    /// Reads `s3://bucket/prefix?endpoint=…&region=…&path_style=…`. Without an endpoint it is Amazon's; the region is
    /// `us-east-1` unless it is said. With an endpoint the bucket is part of the path, unless `path_style=false`.
    fn from_str(text: &str) -> Result<Self, S3Error> {
        let url = Url::parse(text).map_err(|_| S3Error::Form)?;
        let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        let bucket = url.host_str().filter(|host| !host.is_empty()).ok_or(S3Error::Form)?.to_owned();
        if url.scheme() != "s3" || !plain || url.fragment().is_some() {
            return Err(S3Error::Form);
        }
        let (mut endpoint, mut region, mut path_style) = (None, None, None);
        for (name, value) in url.query_pairs() {
            let place = match &*name {
                "endpoint" => &mut endpoint,
                "region" => &mut region,
                "path_style" => &mut path_style,
                _ => return Err(S3Error::Parameter),
            };
            if value.is_empty() || place.replace(value.into_owned()).is_some() {
                return Err(S3Error::Parameter);
            }
        }
        let endpoint = endpoint.as_deref().map(read_endpoint).transpose()?;
        let path_style = match path_style.as_deref() {
            None => endpoint.is_some(),
            Some("true") => true,
            Some("false") => false,
            Some(_) => return Err(S3Error::Parameter),
        };
        let prefix = url.path().trim_matches('/').to_owned();
        let region = region.unwrap_or_else(|| "us-east-1".to_owned());
        Ok(Self { bucket, prefix, region, endpoint, path_style })
    }
}

fn read_endpoint(text: &str) -> Result<String, S3Error> {
    let url = Url::parse(text).map_err(|_| S3Error::Endpoint)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let web = matches!(url.scheme(), "http" | "https") && url.has_host() && matches!(url.path(), "" | "/");
    if plain && web { Ok(url.as_str().trim_end_matches('/').to_owned()) } else { Err(S3Error::Endpoint) }
}

impl S3Settings {
    /// Keeps files there. Nothing is asked of the store yet.
    ///
    /// # Errors
    /// [`S3Error::Setup`].
    pub fn open(&self, keys: &S3Keys) -> Result<ObjectFiles, S3Error> {
        let failed = |problem: object_store::Error| S3Error::Setup(problem.to_string());
        let open = self.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http:"));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&keys.access_key_id)
            .with_secret_access_key(&keys.secret_access_key)
            .with_virtual_hosted_style_request(!self.path_style)
            .with_allow_http(open)
            .with_http_connector(RustlsConnector(tls()?))
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: ANSWER, ..RetryConfig::default() });
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(self.endpoint_of_bucket(endpoint));
        }
        let objects = builder.build().map_err(failed)?;
        let prefix = Path::parse(&self.prefix).map_err(|_| S3Error::Form)?;
        Ok(ObjectFiles::new(Arc::new(objects), prefix))
    }

    /// With the bucket in the host's name, the endpoint has to name it.
    fn endpoint_of_bucket(&self, endpoint: &str) -> String {
        match endpoint.split_once("://").filter(|_| !self.path_style) {
            Some((scheme, host)) => format!("{scheme}://{}.{host}", self.bucket),
            None => endpoint.to_owned(),
        }
    }
}

/// Trusts the system's certificates, in pure Rust and *ring*.
fn tls() -> Result<ClientConfig, S3Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| S3Error::Setup(error.to_string()))?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}

/// Connects with our own TLS, no proxy and no redirects.
#[derive(Debug)]
struct RustlsConnector(ClientConfig);

impl HttpConnector for RustlsConnector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(self.0.clone())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(ANSWER)
            .build();
        let client = client.map_err(|error| object_store::Error::Generic { store: "S3", source: Box::new(error) })?;
        Ok(HttpClient::new(client))
    }
}
