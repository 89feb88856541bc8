//! The settings of a command: defaults, then variables, then flags; later ones win. A variable that a command does not need never stops it.

use super::Reading;
use super::flags::{Which, said};
use clap::Error;
use clap::error::ErrorKind;
use connector_playground::Settings;
use connector_playground::settings::{SETTINGS, Setting, SettingError, SettingsBuilder};
use std::ffi::OsString;

/// What is environment the process.
pub(crate) struct Environment<'a> {
    /// Looks up a variable of the environment.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The arguments of the first process: in a container that is the server.
    pub(crate) first_process: &'a dyn Fn() -> Vec<OsString>,
}

impl Environment<'_> {
    /// The variable of a setting; none where it is empty.
    pub(super) fn of(&self, setting: &Setting) -> Option<OsString> {
        (self.variable)(&setting.variable()).filter(|value| !value.is_empty())
    }
}

impl Reading<'_> {
    /// Settings from variables and flags; a variable counts only where `needed` says so.
    pub(super) fn settings(
        &mut self,
        mut settings: SettingsBuilder,
        which: Which,
        needed: &dyn Fn(&Setting) -> bool,
    ) -> Result<Settings, Error> {
        let mut by_variable = Vec::new();
        for setting in SETTINGS.iter().filter(|setting| which.reads(setting)) {
            if let Some(value) = self.flags.get_one::<String>(setting.key) {
                settings = settings
                    .set(setting.key, value)
                    .map_err(|error| self.refused(&error, value, false))?;
            } else if let Some(value) = self.environment.of(setting).filter(|_| needed(setting))
                && let Some(value) = self.worth(setting, value)?
            {
                settings = settings
                    .set(setting.key, &value)
                    .map_err(|error| self.refused(&error, &value, true))?;
                by_variable.push((setting.key, value));
            }
        }
        settings.build().map_err(|error| {
            let named = by_variable.iter().find(|(key, _)| *key == error.key);
            let flag = self
                .flags
                .try_get_one::<String>(&error.key)
                .ok()
                .flatten()
                .map_or("", String::as_str);
            self.refused(&error, named.map_or(flag, |(_, value)| value), named.is_some())
        })
    }

    /// The text of a variable; none where it is passed over.
    fn worth(&mut self, setting: &Setting, value: OsString) -> Result<Option<String>, Error> {
        let name = setting.variable();
        let value = value.into_string().map_err(|value| {
            let text = format!(
                "invalid value '{}' for variable '{name}': not valid UTF-8",
                value.to_string_lossy()
            );
            self.usage_error(ErrorKind::InvalidUtf8, &text)
        })?;
        // What Kubernetes sets in each container beside a service called `playground`, and Docker where it links one.
        if setting.key == "port" && value.contains("://") {
            let shown = value.escape_debug();
            self.warnings.push(format!(
                "{name}={shown} is ignored: it is an address, as of a service called 'playground', and no port"
            ));
            return Ok(None);
        }
        Ok(Some(value))
    }

    /// A value that the core refused, in clap's form.
    fn refused(&self, error: &SettingError, value: &str, by_variable: bool) -> Error {
        let setting = SETTINGS.iter().find(|setting| setting.key == error.key);
        let name = match setting {
            Some(setting) if by_variable => format!("variable '{}'", setting.variable()),
            Some(setting) => format!("'--{} <{}>'", setting.flag(), setting.value_name),
            None => format!("'{}'", error.key),
        };
        self.usage_error(
            ErrorKind::ValueValidation,
            &format!("invalid value '{value}' for {name}: {}", said(&error.problem)),
        )
    }
}
