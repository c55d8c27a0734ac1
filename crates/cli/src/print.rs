//! What goes to the terminal: results to the standard output, everything else to the standard error.

use std::io::{self, Write};
use std::process;

use passerelle_app::AppError;
use passerelle_formats::{FileNotice, schema};

use crate::Outcome;
use crate::arguments::Format;

/// Writes to the standard output. A reader that has gone away (`| head`) ends the program quietly; a full disk is said.
pub(crate) fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            say(&format!(
                "error: standard output: cannot be written: {error}\n  hint: free some space, or use --out"
            ));
            process::exit(2);
        }
    }
}

/// Says a line to the person at the terminal.
pub(crate) fn say(line: &str) {
    // A standard error that is closed leaves nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Says everything that is wrong, one `error:` each.
pub(crate) fn error(error: &AppError) {
    match error {
        AppError::Input(errors) => {
            for one in errors {
                say(&format!("error: {one}"));
            }
        }
        AppError::Broken(violations) => {
            say(&format!("error: {error}"));
            for violation in violations {
                say(&format!("  {}: {}", violation.rule, violation.message));
            }
        }
        AppError::Refused(refusal) => {
            say(&format!("error: {refusal}"));
            if let passerelle_app::service::Cause::Invalid(wrong) = &refusal.cause
                && wrong.len() > 1
            {
                for one in wrong {
                    say(&format!("  {}: {} ({})", one.field, one.message, one.hint));
                }
            }
        }
        AppError::Output { .. } | AppError::Index(_) => say(&format!("error: {error}")),
    }
}

/// Says remarks about files.
pub(crate) fn notices(notices: &[FileNotice]) {
    for notice in notices {
        say(&format!("notice: {notice}"));
    }
}

/// Prints the JSON Schema of a format.
pub(crate) fn schema(format: Format) -> Outcome {
    if let Some(text) = schema::json_schema(format.name()) {
        out(&text);
        if !text.ends_with('\n') {
            out("\n");
        }
    }
    Outcome::Done
}

/// Prints the rules of an agenda, one a line.
pub(crate) fn rules() -> Outcome {
    for (code, sentence) in passerelle_app::rules() {
        out(&format!("{code:<14} {sentence}\n"));
    }
    Outcome::Done
}
