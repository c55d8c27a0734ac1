//! Every file format in and out, with all errors at once.
