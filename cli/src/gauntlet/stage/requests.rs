//! The requests of a case, in the order in which they came.

use bytes::Bytes;
use connector_playground::Timestamp;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Method, StatusCode};
use std::collections::HashMap;
use std::time::SystemTime;

/// How early a request may come after a 429, in milliseconds: those that were on their way know nothing of it.
const ON_ITS_WAY: i64 = 30;
/// How much of a wait may be lacking, in milliseconds, since clocks are read at both ends.
const ROUNDING: i64 = 20;
/// Most bytes of whole requests that are kept, heads and bodies together. Of those beyond it nothing is kept to be asked again.
const KEPT: usize = 16 << 20;

/// A request, and what it was answered.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The run of the command, from 1 on.
    pub(crate) run: u32,
    /// Its number in the run, from 1 on.
    pub(crate) number: u64,
    pub(crate) at: Timestamp,
    pub(crate) method: Method,
    /// Path and query, as they came.
    pub(crate) target: String,
    /// None as long as it is not answered.
    pub(crate) status: Option<StatusCode>,
    /// Seconds of `Retry-After`.
    wait: Option<i64>,
    /// How it says who asks.
    credentials: Option<&'static str>,
}

/// All requests of a case.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    all: Vec<Request>,
    run: u32,
    /// Those of the run that is under way.
    number: u64,
    /// Whether the answer after which the command dies is sent.
    last_sent: bool,
    /// Whole requests, where they are kept.
    full: Option<Full>,
    /// Texts by which requests said who asks.
    tokens: Vec<String>,
    /// Time and size of the state's file.
    state: Option<(SystemTime, u64)>,
    /// What tells the last answer from others, and how often it came one after the other.
    answer: Option<u64>,
    same: u64,
    /// How many requests of the run had come when that file had changed.
    changes: Vec<u64>,
}

/// Whole requests.
#[derive(Debug, Default)]
struct Full {
    kept: Vec<(Parts, Bytes)>,
    /// Bytes of those that are kept.
    bytes: usize,
    /// Whether there was no room for one.
    overflowed: bool,
}

impl Full {
    /// Keeps a request, as long as there is room.
    fn keep(&mut self, head: &Parts, body: &Bytes) {
        let headers = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        let target = head.uri.path_and_query().map_or(0, |target| target.as_str().len());
        self.bytes += target + headers.sum::<usize>() + body.len();
        self.overflowed |= self.bytes > KEPT;
        if !self.overflowed {
            self.kept.push((head.clone(), body.clone()));
        }
    }
}

impl Requests {
    pub(crate) fn new(full: bool) -> Self {
        Self { full: full.then(Full::default), ..Self::default() }
    }

    /// Begins the next run; `state` is what the state's file is then.
    pub(crate) fn begin(&mut self, state: Option<(SystemTime, u64)>) {
        self.run += 1;
        self.state = state;
        (self.number, self.last_sent) = (0, false);
    }

    /// Adds a request: its index, its number in the run, and how many there are.
    pub(crate) fn add(&mut self, head: &Parts, body: &Bytes, at: Timestamp) -> (usize, u64, u64) {
        self.number += 1;
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let credentials = self.credentials(head);
        self.all.push(Request {
            run: self.run,
            number: self.number,
            at,
            method: head.method.clone(),
            target,
            status: None,
            wait: None,
            credentials,
        });
        if let Some(full) = &mut self.full {
            full.keep(head, body);
        }
        (self.all.len() - 1, self.number, self.all.len() as u64)
    }

    /// How a request says who asks; a bearer's text is kept, as one that must not be seen elsewhere.
    fn credentials(&mut self, head: &Parts) -> Option<&'static str> {
        let text = head.headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = text.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("basic") {
            return Some("-u \"$PLAYGROUND_BASIC_USER:$PLAYGROUND_BASIC_PASS\"");
        }
        if scheme.eq_ignore_ascii_case("apikey") {
            return Some("-H \"Authorization: apiKey $PLAYGROUND_API_KEY\"");
        }
        if self.tokens.iter().all(|known| known != token) {
            self.tokens.push(token.to_owned());
        }
        Some(match scheme {
            "Token" => "-H \"Authorization: Token $TOKEN\"",
            _ => "-H \"Authorization: Bearer $PLAYGROUND_BEARER\"",
        })
    }

    /// Writes down what a request was answered; `answer` tells the answers apart. How often the same one came one after the other.
    pub(crate) fn answered(
        &mut self,
        index: usize,
        status: StatusCode,
        wait: Option<i64>,
        answer: Option<u64>,
    ) -> u64 {
        if let Some(request) = self.all.get_mut(index) {
            (request.status, request.wait) = (Some(status), wait);
        }
        let is_same = answer.is_some() && answer == self.answer;
        self.same = if is_same { self.same + 1 } else { 1 };
        self.answer = answer;
        self.same
    }

    /// How often the last answer came, one after the other.
    pub(crate) const fn same(&self) -> u64 {
        self.same
    }

    /// Takes time and size of the state's file; whether that changed since the run began.
    pub(crate) fn state_is(&mut self, state: Option<(SystemTime, u64)>) -> bool {
        let is_new = state.is_some() && self.state != state;
        if is_new {
            self.state = state;
            self.changes.push(self.number.saturating_sub(1));
        }
        is_new
    }

    /// How many requests had come each time that the state's file had changed.
    pub(crate) fn state_changes(&self) -> &[u64] {
        &self.changes
    }

    /// The answer is sent after which the command dies: in which run.
    pub(crate) const fn last_is_sent(&mut self) -> u32 {
        self.last_sent = true;
        self.run
    }

    /// The run that is under way.
    pub(crate) const fn run(&self) -> u32 {
        self.run
    }

    pub(crate) const fn is_last_sent(&self) -> bool {
        self.last_sent
    }

    pub(crate) fn all(&self) -> &[Request] {
        &self.all
    }

    /// How many there are of the run that is under way.
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// Whole requests, where they are kept: the first ones, if there are more than there is room for.
    pub(crate) fn full(&self) -> &[(Parts, Bytes)] {
        self.full.as_ref().map(|full| full.kept.as_slice()).unwrap_or_default()
    }

    /// Whether there were more requests than whole ones could be kept of.
    pub(crate) fn overflowed(&self) -> bool {
        self.full.as_ref().is_some_and(|full| full.overflowed)
    }

    pub(crate) fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// The request that came most often, and how often that was.
    pub(crate) fn most_frequent(&self) -> Option<(&Request, usize)> {
        let mut counts: HashMap<(&Method, &str), (usize, usize)> = HashMap::new();
        for (at, request) in self.all.iter().enumerate() {
            counts.entry((&request.method, &request.target)).or_insert((0, at)).0 += 1;
        }
        // Of several, the one that came first.
        let (count, at) =
            counts.into_values().max_by_key(|(count, at)| (*count, usize::MAX - at))?;
        Some((self.all.get(at)?, count))
    }

    /// A request that came before the wait was over that a 429 had asked for, and by how many milliseconds.
    pub(crate) fn hammered(&self) -> Option<(&Request, i64)> {
        let mut until: Option<(i64, i64, u32)> = None;
        for request in &self.all {
            let at = request.at.millis();
            if let Some((asked, end, run)) = until
                && run == request.run
                && at > asked + ON_ITS_WAY
                && at + ROUNDING < end
            {
                return Some((request, end - at));
            }
            if request.status == Some(StatusCode::TOO_MANY_REQUESTS) {
                // What comes while it waits was on its way once, and not anew behind each 429.
                let first =
                    until.filter(|(_, end, run)| *run == request.run && at + ROUNDING < *end);
                let asked = first.map_or(at, |(asked, ..)| asked);
                until = request.wait.map(|wait| (asked, at + wait * 1000, request.run));
            }
        }
        None
    }
}

impl Request {
    /// The path, without settings and query.
    pub(crate) fn list(&self) -> String {
        let target = without_settings(&self.target);
        target.split('?').next().unwrap_or_default().to_owned()
    }

    /// The request as a line for a shell, with the base URL as the variable that the command got.
    pub(crate) fn curl(&self) -> String {
        let rest = match without_settings(&self.target) {
            "/" => "",
            rest => rest,
        };
        let method = match self.method {
            Method::GET => String::new(),
            ref other => format!("-X {other} "),
        };
        let who = self.credentials.map(|who| format!("{who} ")).unwrap_or_default();
        format!(
            "curl {method}{who}\"$PLAYGROUND_BASE_URL{}\"",
            rest.replace(['"', '`', '$', '\\'], "")
        )
    }

    /// The request on one line, with its place, its time since `start` and its status.
    pub(crate) fn line(&self) -> String {
        let status = self
            .status
            .map_or_else(|| "no answer".to_owned(), |status| status.as_u16().to_string());
        format!("{} # run {}, request {}: {status}", self.curl(), self.run, self.number)
    }
}

/// A path without settings.
pub(crate) fn path(path: &str) -> &str {
    without_settings(path)
}

fn without_settings(target: &str) -> &str {
    let Some(rest) = target.strip_prefix("/with/") else { return target };
    rest.find(['/', '?']).map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(requests: &mut Requests, target: &str, at: i64) -> usize {
        let (head, ()) = http::Request::get(target).body(()).unwrap().into_parts();
        requests.add(&head, &Bytes::new(), Timestamp::from_millis(at)).0
    }

    #[test]
    fn a_wait_that_is_cut_short_is_told_with_its_rest() {
        let mut requests = Requests::new(false);
        requests.begin(None);
        let first = asked(&mut requests, "/a", 1000);
        requests.answered(first, StatusCode::TOO_MANY_REQUESTS, Some(2), None);
        asked(&mut requests, "/on-its-way", 1010);
        assert!(requests.hammered().is_none());
        asked(&mut requests, "/a", 1500);
        assert_eq!(requests.hammered().map(|(_, early)| early), Some(1500));
        let mut patient = Requests::new(false);
        for at in [1000, 3000] {
            let first = asked(&mut patient, "/a", at);
            patient.answered(first, StatusCode::TOO_MANY_REQUESTS, Some(2), None);
        }
        asked(&mut patient, "/on-its-way", 3010);
        asked(&mut patient, "/a", 5000);
        assert!(patient.hammered().is_none());
    }

    #[test]
    fn each_429_anew_is_no_excuse() {
        let mut requests = Requests::new(false);
        for at in (1000..1060).step_by(10) {
            let index = asked(&mut requests, "/a", at);
            requests.answered(index, StatusCode::TOO_MANY_REQUESTS, Some(1), None);
        }
        assert_eq!(requests.hammered().map(|(request, _)| request.at.millis()), Some(1040));
    }

    #[test]
    fn whole_requests_are_kept_as_long_as_there_is_room() {
        let mut requests = Requests::new(true);
        let (head, ()) = http::Request::post("/a").body(()).unwrap().into_parts();
        let body = Bytes::from(vec![0; 1 << 20]);
        for _ in 0..15 {
            requests.add(&head, &body, Timestamp::from_millis(0));
        }
        assert_eq!((requests.full().len(), requests.overflowed()), (15, false));
        for _ in 0..100 {
            requests.add(&head, &body, Timestamp::from_millis(0));
        }
        let kept: usize = requests.full().iter().map(|(_, body)| body.len()).sum();
        assert!(kept <= KEPT && requests.overflowed(), "{kept}");
        assert_eq!(requests.all().len(), 115);
        // A small one behind it is not kept either: what is kept has no gaps.
        requests.add(&head, &Bytes::new(), Timestamp::from_millis(0));
        assert_eq!(requests.full().len(), 15);
    }

    #[test]
    fn the_first_of_the_most_frequent_requests_is_named() {
        let mut requests = Requests::new(false);
        for target in ["/a", "/b", "/c", "/c", "/b"] {
            asked(&mut requests, target, 0);
        }
        let (request, count) = requests.most_frequent().unwrap();
        assert_eq!((request.target.as_str(), count), ("/b", 2));
    }

    #[test]
    fn curl_lines_have_no_settings_and_no_secret() {
        let mut requests = Requests::new(false);
        let (head, ()) = http::Request::get("/with/ties=15/a?b=1")
            .header("authorization", "Bearer secret")
            .body(())
            .unwrap()
            .into_parts();
        requests.add(&head, &Bytes::new(), Timestamp::from_millis(0));
        assert_eq!(
            requests.all()[0].curl(),
            "curl -H \"Authorization: Bearer $PLAYGROUND_BEARER\" \"$PLAYGROUND_BASE_URL/a?b=1\""
        );
        assert_eq!(requests.tokens(), ["secret"]);
    }
}
