//! The application in process.
