//! Rows as functions of (seed, place): nothing is stored, so a billion rows cost what two hundred do.
//!
//! [`timeline`] says when a place was created and updated, [`order`] turns orders and filters into arithmetic on places, [`moving`] says what
//! becomes of rows that move, [`list`] is either, [`feed`] what happened to them, [`people`],
//! [`companies`] and [`employees`] say what a row holds, [`form`] how it is written, [`ids`] leads from a place to an id and back, [`lengths`] says
//! where a row begins in a file.

use crate::time::Timestamp;
use form::Form;
use locale::Locale;
use moving::life::Motion;

pub mod companies;
pub mod dialect;
pub mod employees;
pub mod feed;
pub mod form;
pub mod ids;
mod layout;
pub mod lengths;
pub mod list;
pub mod locale;
pub mod moving;
pub mod order;
pub mod people;
mod row;
pub mod timeline;
mod words;

/// What a dataset is a function of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape<'s> {
    /// What every value is drawn from.
    pub seed: &'s str,
    /// The moment the rows end at.
    pub anchor: Timestamp,
    /// How many records there are.
    pub records: u64,
    /// How many records share one `updatedAt`; 0 for none.
    pub ties: u64,
    /// The language of names, addresses, companies and jobs.
    pub locale: Locale,
    /// Whether a change of a child also updates its parent.
    pub parent_bumps: bool,
    /// How records move after the anchor; None where they stand still.
    pub motion: Option<Motion>,
    /// The form of rows.
    pub form: Form,
}

impl<'s> Shape<'s> {
    /// 200 records in English that stand still, without ties and bumps, in the contract's form.
    pub fn new(seed: &'s str, anchor: Timestamp) -> Self {
        let (locale, parent_bumps, motion) = (Locale::En, false, None);
        let form = Form::default();
        Self { seed, anchor, records: 200, ties: 0, locale, parent_bumps, motion, form }
    }
}
