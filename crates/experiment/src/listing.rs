//! The catalogue as plain data, for those who list it.

use collectives::Collective;
use collectives::catalogue::{CATALOGUE, Row};
use serde::Serialize;

/// One algorithm, as the command line and the JavaScript module list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CatalogueRow {
    /// The collective it implements.
    pub collective: Collective,
    /// Its name among the algorithms of that collective.
    pub algorithm: &'static str,
    /// Both in plain words.
    pub title: &'static str,
    /// What must hold for it to work.
    pub needs: &'static [&'static str],
    /// Rounds, for P ranks.
    pub rounds: &'static str,
    /// Messages that each rank sends.
    pub messages: &'static str,
    /// Payload bytes that each rank sends.
    pub bytes: &'static str,
    /// Where it comes from.
    pub source: &'static str,
}

/// Every algorithm there is.
#[must_use]
pub fn catalogue() -> Vec<CatalogueRow> {
    CATALOGUE.iter().map(CatalogueRow::from).collect()
}

impl From<&Row> for CatalogueRow {
    fn from(row: &Row) -> Self {
        Self {
            collective: row.collective,
            algorithm: row.algorithm,
            title: row.title,
            needs: row.needs,
            rounds: row.rounds,
            messages: row.messages,
            bytes: row.bytes,
            source: row.source,
        }
    }
}
