//! The server's secrets: who may use `/auth/…`, and the key that signs session tokens. All of them come from the server's own seed by
//! HMAC-SHA-256, so none gives another away; a seed in a `/with/…/` prefix changes data only.
//!
//! None of them reads as a number. Frameworks evaluate the texts of their configurations, by the rules of YAML, Python or JavaScript, and then
//! send another password: `47619e26` is 4.7619e30. A text of that kind is drawn again.

use crate::dataset::ids;
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;
use uuid::Builder;

/// Bytes of a token that say when it ends.
const EXPIRY: usize = 8;
/// Bytes of a token's signature.
const SIGNATURE: usize = 32;

/// The credentials that the endpoints of `/auth/…` accept.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// User of HTTP Basic: 5 hex digits and `@example.com`.
    pub basic_user: String,
    /// Password of HTTP Basic: 8 hex digits.
    pub basic_pass: String,
    /// Bearer token, a UUID.
    pub bearer: String,
    /// API key, a UUID.
    pub api_key: String,
    /// User of the session login.
    pub session_user: String,
    /// Password of the session login: 10 hex digits.
    pub session_pass: String,
    token_key: [u8; 32],
}

/// Why a session token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// It is malformed: no token of any server.
    Malformed,
    /// It is well-formed, but this server did not issue it.
    Foreign,
    /// It was issued here, and has ended.
    Expired,
}

impl Credentials {
    /// The credentials that a seed gives.
    pub fn new(seed: &str) -> Self {
        let secret = |purpose: &str| sign(seed.as_bytes(), purpose.as_bytes());
        let hex = |purpose: &str, digits: usize| {
            secret(purpose).iter().map(|byte| format!("{byte:02x}")).collect::<String>()[..digits]
                .to_owned()
        };
        let password =
            |purpose: &str, digits: usize| drawn(purpose, |purpose| hex(purpose, digits));
        let uuid = |purpose: &str| {
            drawn(purpose, |purpose| {
                let bytes = secret(purpose).first_chunk::<16>().copied().unwrap_or_default();
                ids::text(Builder::from_random_bytes(bytes).into_uuid())
            })
        };
        Self {
            basic_user: hex("basic user", 5) + "@example.com",
            basic_pass: password("basic password", 8),
            bearer: uuid("bearer token"),
            api_key: uuid("api key"),
            session_user: hex("session user", 5) + "@example.com",
            session_pass: password("session password", 10),
            token_key: secret("token key"),
        }
    }

    /// All of them, by the names that responses and scripts use.
    pub const fn named(&self) -> [(&'static str, &String); 6] {
        [
            ("basic_user", &self.basic_user),
            ("basic_pass", &self.basic_pass),
            ("bearer", &self.bearer),
            ("api_key", &self.api_key),
            ("session_user", &self.session_user),
            ("session_pass", &self.session_pass),
        ]
    }

    /// Whether these are the user and password of HTTP Basic. Both are compared, in constant time (B19).
    pub fn is_basic(&self, user: &[u8], password: &[u8]) -> bool {
        both(user, &self.basic_user, password, &self.basic_pass)
    }

    /// Whether this is the bearer token.
    pub fn is_bearer(&self, token: &[u8]) -> bool {
        token.ct_eq(self.bearer.as_bytes()).into()
    }

    /// Whether this is the API key.
    pub fn is_api_key(&self, key: &[u8]) -> bool {
        key.ct_eq(self.api_key.as_bytes()).into()
    }

    /// Whether these are the user and password of the session login.
    pub fn is_session(&self, user: &[u8], password: &[u8]) -> bool {
        both(user, &self.session_user, password, &self.session_pass)
    }

    /// A session token that ends `ttl` seconds after `now`, to the millisecond: its end and a signature over it, so nothing needs to be
    /// remembered (B18). A token that ended with a whole second would live up to a second less than its `expires_in` says.
    pub fn issue_token(&self, now: Timestamp, ttl: u64) -> String {
        let life = i64::try_from(ttl).unwrap_or(i64::MAX).saturating_mul(1000);
        let end = now.millis().saturating_add(life).to_be_bytes();
        URL_SAFE_NO_PAD.encode([end.as_slice(), &sign(&self.token_key, &end)].concat())
    }

    /// Checks a session token. The signature is checked before the end, so only our own tokens are called expired.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_token(&self, token: &[u8], now: Timestamp) -> Result<(), TokenFault> {
        let bytes = std::str::from_utf8(token)
            .ok()
            .and_then(|t| URL_SAFE_NO_PAD.decode(t).ok())
            .ok_or(TokenFault::Malformed)?;
        let bytes: &[u8; EXPIRY + SIGNATURE] =
            bytes.as_slice().try_into().map_err(|_| TokenFault::Malformed)?;
        let (end, signature) = bytes.split_first_chunk::<EXPIRY>().ok_or(TokenFault::Malformed)?;
        if !bool::from(signature.ct_eq(&sign(&self.token_key, end))) {
            return Err(TokenFault::Foreign);
        }
        if now.millis() >= i64::from_be_bytes(*end) { Err(TokenFault::Expired) } else { Ok(()) }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}

/// The first text that does not read as a number, of those drawn for a purpose: by its name, then with a 2 behind it, a 3 and so on.
fn drawn(purpose: &str, text: impl Fn(&str) -> String) -> String {
    let mut drawn = text(purpose);
    let mut draws: u32 = 1;
    while drawn.split('-').all(is_number) {
        draws += 1;
        drawn = text(&format!("{purpose} {draws}"));
    }
    drawn
}

/// Whether a text of hex digits is a number to some reader: digits, with an exponent perhaps, and the suffix by which Java and Spark know
/// a floating point number; or digits of base 2 behind `0b`. With hyphens between them such numbers are a difference.
fn is_number(text: &str) -> bool {
    let all = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_suffix(['d', 'f']).unwrap_or(text);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    all(mantissa) && all(exponent)
        || text.strip_prefix("0b").is_some_and(|digits| digits.bytes().all(|byte| byte < b'2'))
}

/// Compares two pairs without telling by time which part differs.
fn both(user: &[u8], right_user: &str, password: &[u8], right_password: &str) -> bool {
    (user.ct_eq(right_user.as_bytes()) & password.ct_eq(right_password.as_bytes())).into()
}

/// HMAC-SHA-256.
fn sign(key: &[u8], message: &[u8]) -> [u8; SIGNATURE] {
    // HMAC takes keys of any length, so the error arm is never taken; it signs with nothing rather than panic.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().into())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_seconds(second)
    }

    #[test]
    fn credentials_have_the_contracts_forms_and_differ_by_seed() {
        let one = Credentials::new("1");
        assert_eq!(one, Credentials::new("1"));
        assert_ne!(one, Credentials::new("2"));
        assert_eq!(
            (one.basic_user.len(), one.basic_pass.len(), one.session_pass.len()),
            (17, 8, 10)
        );
        assert_ne!(one.basic_user, one.session_user);
        assert!(
            [&one.bearer, &one.api_key]
                .iter()
                .all(|text| text.parse::<uuid::Uuid>().is_ok_and(|u| u.get_version_num() == 4))
        );
    }

    #[test]
    fn user_and_password_must_both_be_right() {
        let c = Credentials::new("1");
        assert!(c.is_basic(c.basic_user.as_bytes(), c.basic_pass.as_bytes()));
        assert!(
            !c.is_basic(c.basic_user.as_bytes(), b"") && !c.is_basic(b"", c.basic_pass.as_bytes())
        );
        assert!(!c.is_session(c.basic_user.as_bytes(), c.basic_pass.as_bytes()));
    }

    #[test]
    fn a_token_lives_as_long_as_it_says_from_any_part_of_a_second() {
        let c = Credentials::new("1");
        for millis in [0, 1, 50, 500, 900, 999] {
            let login = Timestamp::from_millis(1_000_000 + millis);
            let token = c.issue_token(login, 2);
            let after = |millis| {
                c.check_token(token.as_bytes(), Timestamp::from_millis(login.millis() + millis))
            };
            assert_eq!(
                (after(0), after(1999), after(2000)),
                (Ok(()), Ok(()), Err(TokenFault::Expired)),
                "{millis}"
            );
        }
        let endless = c.issue_token(Timestamp::MAX, u64::MAX);
        assert_eq!(c.check_token(endless.as_bytes(), Timestamp::MAX), Ok(()));
    }

    #[test]
    fn a_token_ends_at_its_second_and_no_other_is_called_expired() {
        let c = Credentials::new("1");
        let token = c.issue_token(at(1000), 60);
        assert_eq!(c.check_token(token.as_bytes(), at(1059)), Ok(()));
        assert_eq!(c.check_token(token.as_bytes(), at(1060)), Err(TokenFault::Expired));
        assert_eq!(
            Credentials::new("2").check_token(token.as_bytes(), at(9999)),
            Err(TokenFault::Foreign)
        );
        let mut changed = token.clone().into_bytes();
        changed[3] = if changed[3] == b'A' { b'B' } else { b'A' };
        assert_eq!(c.check_token(&changed, at(9999)), Err(TokenFault::Foreign));
        for form in ["", "abc", "!!!", &token[..53], "YTpiOjA="] {
            assert_eq!(c.check_token(form.as_bytes(), at(0)), Err(TokenFault::Malformed), "{form}");
        }
    }
}
