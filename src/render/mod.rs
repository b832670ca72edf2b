//! Findings as text, for a person or a machine. One file for each format.

mod excerpt;
pub mod figures;
pub mod graphical;
pub mod json;
pub mod page;
pub mod place;

pub use excerpt::printable;
