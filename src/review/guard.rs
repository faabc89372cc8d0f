//! Who may look, and who may change anything.

use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::time::Instant;

use super::form::Form;
use super::http::Request;

/// Requests that may come at once, and how many more each second.
const BURST: u64 = 120;
const RATE: u64 = 40;

/// What a request must show.
#[derive(Debug)]
pub(super) struct Guard {
    token: String,
    address: SocketAddr,
    bucket: Mutex<(Instant, u64)>,
}

impl Guard {
    /// A new random token.
    ///
    /// # Errors
    /// A system that gives no random bytes.
    pub(super) fn new(address: SocketAddr) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let token = bytes.iter().map(|b| format!("{b:02x}")).collect();
        Ok(Self { token, address, bucket: Mutex::new((Instant::now(), BURST * 1000)) })
    }

    /// The address to open.
    pub(super) fn link(&self) -> String {
        format!("http://{}/?token={}", self.address, self.token)
    }

    /// The cookie's name: cookies of one host are shared by all its ports.
    pub(super) fn cookie(&self) -> String {
        format!("crosscheck-{}", self.address.port())
    }

    /// `Set-Cookie` for who came with the token.
    pub(super) fn set_cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie(), self.token)
    }

    /// Whether the request is meant for this server, not for a name that somebody else points here.
    pub(super) fn host(&self, request: &Request) -> bool {
        let Some(host) = request.header("host") else { return false };
        let port = self.address.port();
        let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
        if ours.iter().any(|h| h == host) && (self.address.ip().is_loopback() || self.address.ip().is_unspecified()) {
            return true;
        }
        // Bound elsewhere on purpose: by number only, since a name could be anybody's.
        let by_number = host.parse::<SocketAddr>().ok().filter(|a| a.port() == port).map(|a| a.ip());
        by_number.is_some_and(|ip: IpAddr| self.address.ip() == ip || self.address.ip().is_unspecified())
    }

    /// Whether a form was sent from a page of this server.
    pub(super) fn origin(&self, request: &Request) -> bool {
        let host = request.header("host").unwrap_or("");
        request.header("origin").is_some_and(|o| o.strip_prefix("http://") == Some(host))
    }

    /// Whether the cookie is ours.
    pub(super) fn known(&self, request: &Request) -> bool {
        request.cookie(&self.cookie()).is_some_and(|c| same(c, &self.token))
    }

    /// Whether the address holds the token.
    pub(super) fn invited(&self, query: &Form) -> bool {
        query.get("token").is_some_and(|t| same(t, &self.token))
    }

    /// What a form must carry besides the cookie.
    pub(super) fn seal(&self) -> String {
        blake3::hash(format!("form {}", self.token).as_bytes()).to_hex().chars().take(32).collect()
    }

    /// Whether a form carries it.
    pub(super) fn sealed(&self, form: &Form) -> bool {
        form.get("seal").is_some_and(|s| same(s, &self.seal()))
    }

    /// Takes one request from what is allowed now; false where none is left.
    pub(super) fn admit(&self) -> bool {
        let Ok(mut bucket) = self.bucket.lock() else { return false };
        let now = Instant::now();
        let millis = u64::try_from(now.duration_since(bucket.0).as_millis()).unwrap_or(u64::MAX);
        let level = bucket.1.saturating_add(millis.saturating_mul(RATE)).min(BURST * 1000);
        let admitted = level >= 1000;
        *bucket = (now, if admitted { level - 1000 } else { level });
        admitted
    }
}

/// Compares in a time that tells nothing about where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}
