//! `index`: firms kept for searching.

use std::fmt::Write as _;
use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::index::{self, Info};
use passerelle_app::matches::Firms;
use passerelle_app::{AppError, Opened};

use crate::arguments::{Index, IndexDelete, IndexFirms};
use crate::{Outcome, print};

pub(crate) fn run(config: Option<&Path>, options: &Index) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    let (folder, info) = match options {
        Index::Build(options) => (&options.index, index::build(&options.index, &firms(options)?, &config)?),
        Index::Put(options) => (&options.index, index::put(&options.index, &firms(options)?, &config)?),
        Index::Delete(options) => (&options.index, delete(options, &config)?),
        Index::Info(options) => (&options.index, index::info(&options.index, &config)?),
    };
    print::out(&told(folder, &info));
    Ok(Outcome::Done)
}

fn firms(options: &IndexFirms) -> Result<Firms, AppError> {
    let firms = Firms::load(&options.firms)?;
    print::notices(&firms.notices);
    Ok(firms)
}

fn delete(options: &IndexDelete, config: &Config) -> Result<Info, AppError> {
    let (info, unknown) = index::delete(&options.index, &options.firms, config)?;
    for firm in unknown {
        print::say(&format!("notice: the index holds no firm `{firm}`"));
    }
    Ok(info)
}

fn told(folder: &Path, info: &Info) -> String {
    let state = index::sentence(info.state);
    let mut text = format!("{}: {state}\n", folder.display());
    if info.state == Opened::Ready {
        let kilobytes = info.bytes.div_ceil(1024);
        let _ = write!(text, "{:>9}  firms\n{:>9}  texts\n{kilobytes:>9}  KiB\n", info.firms, info.texts);
    } else {
        let _ = writeln!(text, "  hint: {}", index::hint(folder));
    }
    text
}
