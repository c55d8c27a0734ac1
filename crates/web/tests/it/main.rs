//! The whole application in process, on each database there is.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that cannot go on should fail where it stands, and asks the environment where its database is"
)]

mod handout;
mod house;
mod matrix;
mod outside;
mod pages_after;
mod pages_firm;
mod secrets;
mod story;
mod story_after;
mod story_desk;
mod story_directory;
