//! The settings in force for a request, and the dataset they give. A server has one; a `/with/…/` prefix makes one for a request,
//! which costs three hashes where the seed is another one, since data are functions.

use crate::dataset::companies::Companies;
use crate::dataset::people::People;
use crate::settings::Settings;
use std::sync::Arc;

/// Settings and data.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The settings in force.
    pub settings: Settings,
    /// The records. Shared, because a streamed answer outlives its request.
    pub people: Arc<People>,
    /// The companies and their departments.
    pub companies: Companies,
}

impl Instance {
    /// The instance of a server, which keeps the rendered form of a small data set.
    pub fn lasting(settings: Settings) -> Self {
        Self::new(settings, true)
    }

    /// The instance of one request.
    pub fn passing(settings: Settings) -> Self {
        Self::new(settings, false)
    }

    /// The instance of one request, which has other settings than this one.
    pub fn changed(&self, settings: Settings) -> Self {
        let same_seed = settings.seed == self.settings.seed;
        let people = Arc::new(self.people.changed(&settings.shape(), same_seed));
        let companies = if same_seed {
            self.companies.changed(&settings.shape())
        } else {
            Companies::new(&settings.shape())
        };
        Self { settings, people, companies }
    }

    fn new(settings: Settings, keep: bool) -> Self {
        let people = Arc::new(People::new(&settings.shape(), keep));
        let companies = Companies::new(&settings.shape());
        Self { settings, people, companies }
    }
}
