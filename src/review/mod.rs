//! The page on which findings are judged: served by this program, to this machine, without a network.
//!
//! Everything is rendered here; the script only adds keys. Nothing changes by a GET. Each request has its own
//! connection and its own look at the archive.

mod bulk;
mod card;
mod form;
mod frame;
mod guard;
mod html;
mod http;
pub mod plot;
mod queue;
mod route;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::lang::Lang;
use crate::rulebook::source::Files;
use crate::store::{Store, StoreError};
use crate::wording::Words;
use guard::Guard;
use http::{Refusal, Response};

/// Connections that are served at once.
const CROWD: usize = 24;

/// How to serve.
#[derive(Debug)]
pub struct Options {
    /// The archive.
    pub db: PathBuf,
    /// Where to listen.
    pub bind: IpAddr,
    /// 0 for any port that is free.
    pub port: u16,
    /// Whose verdicts these are.
    pub who: String,
    /// The rulebook's files, for the words of the page.
    pub files: Files,
}

/// Why the page cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The archive.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// As asked.
        address: SocketAddr,
        /// What the system says.
        cause: io::Error,
    },
    /// No token can be made.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
    /// The words of the page.
    #[error("{0}")]
    Words(String),
}

impl ReviewError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Store(e) => e.help(),
            Self::Listen { .. } => "choose another --port, or none for any that is free".to_owned(),
            Self::Random(_) => "check /dev/urandom".to_owned(),
            Self::Words(_) => "set rules/ui.toml of your rule folder right, or take it away".to_owned(),
        }
    }
}

/// The kinds of explanation by number, in English and without it.
///
/// # Errors
/// What is wrong with `rules/ui.toml`.
pub fn explanations(files: &Files) -> Result<BTreeMap<u8, String>, ReviewError> {
    let words = Words::load(files).map_err(ReviewError::Words)?;
    let bare = |name: &str| name.trim_start_matches(|c: char| c.is_ascii_digit()).trim().to_owned();
    Ok(words.of(Lang::En).types().into_iter().map(|(n, name)| (n, bare(name))).collect())
}

/// What every request needs.
#[derive(Debug)]
struct Desk {
    db: PathBuf,
    who: String,
    words: Words,
    guard: Guard,
}

/// A page that is ready to be served.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    desk: Arc<Desk>,
}

impl Server {
    /// Opens the archive and the address.
    ///
    /// # Errors
    /// Either that cannot be had.
    pub fn start(options: Options) -> Result<Self, ReviewError> {
        Store::existing(&options.db)?;
        let words = Words::load(&options.files).map_err(ReviewError::Words)?;
        let address = SocketAddr::new(options.bind, options.port);
        let listen = || -> io::Result<(TcpListener, SocketAddr)> {
            let listener = TcpListener::bind(address)?;
            let local = listener.local_addr()?;
            Ok((listener, local))
        };
        let (listener, local) = listen().map_err(|cause| ReviewError::Listen { address, cause })?;
        let guard = Guard::new(local).map_err(ReviewError::Random)?;
        Ok(Self { listener, desk: Arc::new(Desk { db: options.db, who: options.who, words, guard }) })
    }

    /// The address to open, with the token of this start.
    pub fn address(&self) -> String {
        self.desk.guard.link()
    }

    /// Serves until the program ends.
    pub fn serve(&self) {
        let busy = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            if busy.fetch_add(1, Ordering::SeqCst) >= CROWD {
                busy.fetch_sub(1, Ordering::SeqCst);
                let _ = http::write(&mut stream, &Response::words(503, "too many connections"), false);
                continue;
            }
            let (desk, served) = (self.desk.clone(), busy.clone());
            let started = thread::Builder::new().spawn(move || {
                answer(&desk, &mut stream);
                served.fetch_sub(1, Ordering::SeqCst);
            });
            if started.is_err() {
                busy.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }
}

fn answer(desk: &Desk, stream: &mut TcpStream) {
    let (response, head) = match http::read(stream) {
        Ok(request) => (route::answer(desk, &request), request.method == "HEAD"),
        Err(Refusal::Say(response)) => (response, false),
        Err(Refusal::Gone) => return,
    };
    // A reader that went away is no trouble.
    let _ = http::write(stream, &response, head);
}
