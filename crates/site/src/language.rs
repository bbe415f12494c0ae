//! The two languages; neither is a translation of the other.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    pub(crate) const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// As in file names and addresses.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// As in `<html lang>`: browsers choose the forms of Chinese characters by it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-Hans",
            Self::English => "en",
        }
    }
}
