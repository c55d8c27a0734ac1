//! What pages load: one style sheet, two scripts, one icon; embedded, named by what is in them, kept by browsers for a year.

use std::fmt::Write;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Name, kind, bytes.
const FILES: [(&str, &str, &[u8]); 4] = [
    ("style.css", "text/css; charset=utf-8", include_bytes!("../../assets/style.css")),
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/app.js")),
    ("htmx.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/vendor/htmx-2.0.11.min.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../../assets/icon.svg")),
];

/// Addresses of the files.
pub(crate) struct Assets {
    pub(crate) style: String,
    pub(crate) script: String,
    pub(crate) htmx: String,
    pub(crate) icon: String,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let address = |name: &str| {
        let bytes = FILES.iter().find(|file| file.0 == name).map_or(&[][..], |file| file.2);
        let mut hash = String::new();
        for byte in Sha256::digest(bytes).iter().take(6) {
            let _ = write!(hash, "{byte:02x}");
        }
        format!("/assets/{hash}/{name}")
    };
    Assets {
        style: address("style.css"),
        script: address("app.js"),
        htmx: address("htmx.js"),
        icon: address("icon.svg"),
    }
});

impl Assets {
    /// The addresses.
    pub(crate) fn of() -> &'static Self {
        &ASSETS
    }
}

/// One of the files.
pub(crate) async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    match FILES.iter().find(|file| file.0 == name) {
        Some((_, kind, bytes)) => (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
                (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
            ],
            *bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
