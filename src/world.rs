//! What answers a request: the settings in force and the data they give. A server has one; a `/with/…/` prefix makes one for a request,
//! which costs three hashes where the seed is another one, since data are functions.

use crate::data::companies::Companies;
use crate::data::people::People;
use crate::settings::Settings;
use std::sync::Arc;

/// Settings and data.
#[derive(Clone, Debug)]
pub struct World {
    /// The settings in force.
    pub settings: Settings,
    /// The records. Shared, because a streamed answer outlives its request.
    pub people: Arc<People>,
    /// The companies and their departments.
    pub companies: Companies,
}

impl World {
    /// The world of a server, which keeps the rendered form of a small data set.
    pub fn lasting(settings: Settings) -> Self {
        Self::new(settings, true)
    }

    /// The world of one request.
    pub fn passing(settings: Settings) -> Self {
        Self::new(settings, false)
    }

    /// The world of one request, which has other settings than this one.
    pub fn changed(&self, settings: Settings) -> Self {
        if settings.seed != self.settings.seed {
            return Self::passing(settings);
        }
        let (people, companies) = (self.people.changed(&settings), self.companies.changed(&settings));
        Self { settings, people: Arc::new(people), companies }
    }

    fn new(settings: Settings, keep: bool) -> Self {
        let people = Arc::new(People::new(&settings, keep));
        let companies = Companies::new(&settings);
        Self { settings, people, companies }
    }
}
