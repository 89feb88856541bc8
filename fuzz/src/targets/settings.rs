//! The `/with/…/` prefix. The input is its segment.

use crate::invariants::{Answered, check};
use crate::server::SERVERS;
use crate::{Target, requests, seeds};
use connector_playground::playground::ROUTES;
use connector_playground::{Settings, State};
use http::{Method, StatusCode};
use std::sync::LazyLock;

/// One in so many is asked; which ones, the input says.
const SHARE: usize = 5;

/// What is asked under the settings: a sample of every endpoint that takes GET, without settings of its own.
static PATHS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let endpoints = ROUTES.groups().iter().flat_map(|group| &group.endpoints);
    let samples =
        endpoints.filter(|endpoint| endpoint.method == Method::GET).filter_map(|endpoint| {
            let sample = endpoint.notes.samples.first()?;
            sample
                .strip_prefix("/with/")
                .map_or(Some(*sample), |rest| rest.find('/').map(|at| &rest[at..]))
        });
    samples.collect()
});

/// The target.
pub const TARGET: Target = Target { name: "settings", run, seeds: seeds::prefixes };

fn run(input: &[u8]) {
    let server = &SERVERS[0];
    let segment = requests::encoded(input).replace(['/', '?'], "");
    let ask = |path: &str| {
        let request = server.request("GET", &format!("/with/{segment}{path}"))?;
        Some(check(server, &request, &State::new()))
    };
    let Some(shown) = ask("/playground/settings") else { return };
    if segment.is_empty() {
        return;
    }
    match server.playground.settings().with_prefix(&segment) {
        Ok(settings) => {
            assert_eq!(shown.status, StatusCode::OK, "{shown:?}");
            set_again(&settings, &shown);
            let first = input.iter().map(|&byte| usize::from(byte)).sum::<usize>() % SHARE;
            for path in PATHS.iter().skip(first).step_by(SHARE) {
                follow(&settings, &ask(path).unwrap());
            }
        }
        Err(error) => {
            assert_eq!(shown.status, StatusCode::BAD_REQUEST, "{shown:?}");
            assert_eq!(shown.json()["error"], error.to_string());
        }
    }
}

/// The settings that are shown are texts that set them again.
fn set_again(settings: &Settings, shown: &Answered) {
    let mut again = Settings::builder(&settings.seed, settings.anchor);
    for (key, text) in shown.json().as_object().unwrap() {
        again =
            again.set(key, text.as_str().unwrap()).unwrap_or_else(|error| panic!("{key}: {error}"));
    }
    let again = again.build().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.texts(true), settings.texts(true), "the settings that are shown are others");
    assert_eq!(
        (again.records, again.ties, again.behaviours, again.csv),
        (settings.records, settings.ties, settings.behaviours, settings.csv)
    );
}

/// A link leads to another page of the same server, or behind the highest offset.
fn follow(settings: &Settings, answered: &Answered) {
    let json = answered.json();
    let Some(link) = json["next_page_url"].as_str().filter(|link| link.starts_with("http")) else {
        return;
    };
    let (_, path) =
        link.split_once("//playground.test:5001").unwrap_or_else(|| panic!("{link} leads away"));
    let server = &SERVERS[0];
    let next = check(server, &server.request("GET", path).unwrap(), &State::new());
    let refused =
        next.status == 429 || next.status == 400 && settings.behaviours.max_offset.is_some();
    assert!(next.status == 200 || refused, "{link} leads to {next:?}");
}
