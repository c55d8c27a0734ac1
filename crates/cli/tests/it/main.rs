//! The command as its users run it, and the house it stands in.

mod command;
mod house;
mod stories;
