//! The whole application in process, on each database there is.

mod house;
mod matrix;
mod secrets;
mod story;
