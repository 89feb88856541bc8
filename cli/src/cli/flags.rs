//! The flags of settings, computed from the core's table: each is checked by it, and refused in clap's form.

use clap::Arg;
use clap::builder::{OsStr, PossibleValue, PossibleValuesParser, ValueParser};
use connector_playground::settings::{Problem, SETTINGS, Setting};

/// Which settings a command has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All of them.
    All,
    /// Those that say which rows there are.
    Rows,
    /// The same but for a clock that stands still, by which no token would end.
    RowsOnTheClock,
    /// Where a server listens.
    Address,
}

impl Which {
    /// Whether the command reads a setting, from its flag or its variable.
    pub(super) fn reads(self, setting: &Setting) -> bool {
        match self {
            Self::All => true,
            Self::Rows => setting.is_of_rows(),
            Self::RowsOnTheClock => setting.is_of_rows() && setting.key != "now",
            Self::Address => matches!(setting.key, "host" | "port"),
        }
    }
}

/// The flags of a command.
pub(super) fn of(which: Which) -> impl Iterator<Item = Arg> {
    SETTINGS.iter().filter(move |setting| which.reads(setting)).map(flag)
}

fn flag(setting: &'static Setting) -> Arg {
    // clap keeps names for as long as the process lives, and so does this.
    let name: &'static str = setting.flag().leak();
    let alone = setting
        .bare
        .filter(|_| !setting.is_switch())
        .map_or(String::new(), |bare| format!(", alone: {bare}"));
    let help = format!("{} [default: {}{alone}]", setting.description, setting.default);
    let arg = Arg::new(setting.key)
        .long(name)
        .value_name(setting.value_name)
        .help(help)
        .help_heading("Settings");
    let arg = arg.value_parser(parser(setting)).hide_possible_values(true);
    let arg = arg.allow_negative_numbers(true).ignore_case(setting.is_switch());
    match setting.bare {
        Some(bare) => arg.num_args(0..=1).default_missing_value(OsStr::from(bare)),
        None => arg,
    }
}

/// Reads the text of a setting, and gives it as it is.
fn parser(setting: &'static Setting) -> ValueParser {
    if setting.is_switch() {
        let values = [("true", "on"), ("false", "off")];
        return PossibleValuesParser::new(
            values.map(|(value, other)| PossibleValue::new(value).alias(other)),
        )
        .into();
    }
    if setting.value_name.contains('|') {
        return PossibleValuesParser::new(setting.value_name.split('|')).into();
    }
    ValueParser::from(move |text: &str| {
        setting.check(text).map(|()| text.to_owned()).map_err(|problem| said(&problem))
    })
}

/// Why a value is refused, worded to follow clap's colon.
pub(super) fn said(problem: &Problem) -> String {
    let text = problem.to_string();
    let rest = text.strip_prefix("It ").map(|rest| format!("it {rest}")).unwrap_or(text);
    rest.trim_end_matches('.').to_owned()
}
