//! The review page in a real browser, by keyboard alone. Needs Debian's `chromium` and `chromium-driver`.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::review::Desk;

/// A driver with one browser.
struct Browser {
    driver: Child,
    base: String,
    session: String,
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.call("DELETE", "", None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Browser {
    /// `None` where there is no browser; under CI that is an error.
    fn start(port: u16) -> Option<Self> {
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(driver) = driver else {
            assert!(std::env::var_os("CI").is_none(), "no browser: apt-get install -y chromium chromium-driver");
            eprintln!("no browser, not run: apt-get install -y chromium chromium-driver");
            return None;
        };
        let mut browser = Self { driver, base: format!("127.0.0.1:{port}"), session: String::new() };
        let until = Instant::now() + Duration::from_secs(30);
        let options = json!({ "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        while browser.session.is_empty() {
            assert!(Instant::now() < until, "chromedriver does not start a browser");
            std::thread::sleep(Duration::from_millis(200));
            let made = browser.raw("POST", "/session", Some(&wanted));
            if let Some(id) = made.and_then(|v| v["value"]["sessionId"].as_str().map(str::to_owned)) {
                browser.session = id;
            }
        }
        Some(browser)
    }

    fn raw(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Value> {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(&self.base).ok()?;
        let body = body.map(Value::to_string).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            self.base,
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        // The driver keeps the connection open whatever it is told: the length says where the answer ends.
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        let mut bytes = Vec::new();
        let mut part = [0; 8192];
        loop {
            let n = stream.read(&mut part).ok().filter(|n| *n > 0)?;
            bytes.extend_from_slice(&part[..n]);
            let Some(start) = bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|i| i + 4) else { continue };
            let head = String::from_utf8_lossy(&bytes[..start]).to_ascii_lowercase();
            let length: usize = head.lines().find_map(|l| l.strip_prefix("content-length:"))?.trim().parse().ok()?;
            if bytes.len() >= start + length {
                return serde_json::from_slice(&bytes[start..start + length]).ok();
            }
        }
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let path = format!("/session/{}{path}", self.session);
        self.raw(method, &path, body).map(|v| v["value"].clone()).unwrap_or_default()
    }

    fn open(&self, url: &str) {
        self.call("POST", "/url", Some(&json!({ "url": url })));
    }

    fn run(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", Some(&json!({ "script": script, "args": [] })))
    }

    fn path(&self) -> String {
        self.run("return location.pathname").as_str().unwrap_or("").to_owned()
    }

    /// Presses keys as a person does.
    fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|c| [json!({ "type": "keyDown", "value": c }), json!({ "type": "keyUp", "value": c })])
            .collect();
        let source = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.call("POST", "/actions", Some(&source));
    }

    /// Waits until a script says true.
    fn until(&self, what: &str) {
        let end = Instant::now() + Duration::from_secs(15);
        while self.run(&format!("return Boolean({what})")) != json!(true) {
            assert!(
                Instant::now() < end,
                "never: {what} on {}\n{}",
                self.path(),
                self.run("return document.body.innerText")
            );
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    fn size(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.call(
            "POST",
            "/goog/cdp/execute",
            Some(&json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics })),
        );
    }
}

/// Enter, as WebDriver writes it.
const ENTER: &str = "\u{E007}";

#[test]
fn a_desk_works_by_keyboard_alone() {
    let Some(browser) = Browser::start(9533) else { return };
    let desk = Desk::open();
    browser.open(&desk.link);
    browser.until("document.querySelectorAll('.queue .row').length >= 3");
    assert_eq!(browser.run("return location.search"), json!(""), "the token does not stay in the address");
    let cards = browser.run("return document.querySelectorAll('.queue .row').length").as_u64().expect("a number");

    // Down one, up one, down one, open.
    browser.press("jkj");
    browser.press(ENTER);
    browser.until("document.querySelector('article.card')");
    browser.press("j");
    browser.until("document.querySelector('#prev')");
    browser.press("k");
    browser.until("document.querySelectorAll('mark').length > 1 && !document.querySelector('#undo')");
    let first = browser.path();

    // Both figures stand at one height.
    let level = "const m = [...document.querySelectorAll('.pair')][0].querySelectorAll('blockquote'); \
                 const t = [...m].map((q) => q.querySelector('mark').getBoundingClientRect().top); \
                 return t.length < 2 || Math.abs(t[0] - t[1]) < 2";
    browser.size(1280, 900);
    browser.run("dispatchEvent(new Event('resize'))");
    assert_eq!(browser.run(level), json!(true));

    // 3 asks for a note; Enter in it gives the verdict; the next card comes; u takes it back.
    browser.press("3");
    browser.until("document.activeElement.id === 'note' && document.querySelector('#status .alert')");
    browser.press("another ferry");
    browser.press(ENTER);
    browser.until("document.querySelector('#status #undo-last')");
    assert_ne!(browser.path(), first);
    browser.press("u");
    browser.until(&format!("location.pathname === '{first}' && document.querySelector('.history')"));

    // 1 needs none, and it is still there in the list of what was judged.
    browser.press("1");
    browser.until("document.querySelector('#status #undo-last')");
    browser.press("q");
    browser.until("document.querySelector('.queue')");
    let left = browser.run("return document.querySelectorAll('.queue .row').length").as_u64().expect("a number");
    assert_eq!(left + 1, cards);

    // Filter by keyboard, then judge all that fit after a look.
    browser.press("/");
    browser.press("11300");
    browser.press(ENTER);
    browser.until("location.search.includes('11300') && document.querySelector('.queue .row')");
    browser.press("b");
    browser.until("location.pathname === '/bulk'");
    browser.press("5");
    browser.until("document.querySelector('#status').innerText.includes('judged')");

    // After a restart, what was judged is still judged.
    let judged = format!("{first}?state=confirmed");
    let desk = desk.restart();
    browser.open(&desk.link);
    browser.until("document.querySelector('.queue .row')");
    browser.open(&format!("{}{judged}", desk.link.split("/?").next().expect("a host")));
    browser.until("document.querySelector('.history') && document.querySelector('#verdict-1[aria-pressed=true]')");

    // Korean.
    browser.run("document.querySelector('header form button').click()");
    browser.until("document.documentElement.lang === 'ko'");
}

#[test]
fn a_hostile_article_runs_nothing_and_the_page_fits_a_phone() {
    let Some(browser) = Browser::start(9534) else { return };
    let desk = Desk::open();
    browser.size(390, 844);
    browser.open(&desk.link);
    browser.until("document.querySelector('.queue .row')");
    for path in ["/?words=11300", "/bulk?words=11300"] {
        browser.open(&format!("{}{path}", desk.link.split("/?").next().expect("a host")));
        browser.until("document.querySelector('.queue .row')");
        assert_eq!(browser.run("return document.querySelectorAll('script').length"), json!(1));
        assert_eq!(browser.run("return document.querySelectorAll('img, b > script').length"), json!(0));
        assert_eq!(
            browser.run("return document.documentElement.scrollWidth <= 390"),
            json!(true),
            "{path} is too wide"
        );
    }
    browser.run("document.querySelector('.queue .row a').click()");
    browser.until("document.querySelector('article.card')");
    assert_eq!(browser.run("return document.documentElement.scrollWidth <= 390"), json!(true), "a card is too wide");
    assert_eq!(browser.run("return document.querySelectorAll('script').length"), json!(1));
    // What a screen reader leans on.
    let named = "return [...document.querySelectorAll('button, a, input:not([type=hidden]), select')].filter((e) => \
                 !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length))).length";
    assert_eq!(browser.run(named), json!(0), "something has no name");
    for part in ["header", "main", "nav", "[role=status][aria-live]", "h1", "[lang]"] {
        assert_eq!(browser.run(&format!("return document.querySelector('{part}') !== null")), json!(true), "{part}");
    }
}
