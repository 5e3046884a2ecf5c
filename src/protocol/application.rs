//! Which application of which pool is spoken to, and how.

use super::Language;

/// What is the same for every call of a client.
#[derive(Clone, Debug)]
pub struct Application {
    /// `https://example.authing.cn`: scheme and host, no path, no trailing slash.
    pub origin: String,
    /// `x-authing-app-id`.
    pub app_id: String,
    /// `x-authing-userpool-id`, where configured.
    pub user_pool_id: Option<String>,
    /// `x-authing-app-tenant-id`, where configured.
    pub tenant_id: Option<String>,
    /// `x-authing-lang`.
    pub language: Language,
    /// `x-authing-`, or `x-genauth-` for the same service under its other name.
    pub header_prefix: String,
}
