//! All tests of the crate from outside, as one program: it is linked once.

mod common;

mod alignment;
mod cli;
mod culprit;
mod damages;
mod documents;
mod extract;
mod fixtures;
mod formats;
mod generated;
mod guide;
mod history;
mod hostile;
mod html;
mod limits;
mod malformed;
mod packs;
mod pdf;
mod projects;
mod prose;
mod rules;
mod schemas;
mod scripts;
mod seeds;
mod word;
mod zips;
