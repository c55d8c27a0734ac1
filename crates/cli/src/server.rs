//! `serve`, and the verbs that care for the server's database.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use passerelle_app::AppError;
use passerelle_app::config::Config;
use passerelle_app::service::{Actor, Cause, Refusal, Service};

use crate::arguments::{DbFile, DbVerb, Organiser, Person, Serve};
use crate::{Outcome, print};

fn configured(config: Option<&Path>) -> Result<Config, AppError> {
    Config::with_environment(config, std::env::vars())
}

/// Runs what waits, on as many threads as there are cores.
fn block<T>(work: impl Future<Output = Result<T, Refusal>>) -> Result<T, AppError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|cause| {
        Refusal::new(
            Cause::Internal,
            format!("no threads can be had: {cause}"),
            "free some memory, or raise the limits",
        )
    })?;
    Ok(runtime.block_on(work)?)
}

/// The database of the configuration, with the folder in which it lies.
fn place(config: &Config) -> Result<(String, PathBuf), AppError> {
    let server = &config.server;
    std::fs::create_dir_all(&server.data)
        .map_err(|cause| AppError::Output { path: server.data.clone(), cause })?;
    let url = if server.database.is_empty() {
        server.data.join("passerelle.db").display().to_string()
    } else {
        server.database.clone()
    };
    Ok((url, server.data.clone()))
}

async fn open(config: Config, url: &str, folder: &Path) -> Result<Service, Refusal> {
    Service::open(url, folder, config).await
}

pub(crate) fn serve(config: Option<&Path>, options: &Serve) -> Result<Outcome, AppError> {
    let config = configured(config)?;
    if options.check_config {
        print::say("the configuration is sound");
        return Ok(Outcome::Done);
    }
    log(&config);
    let (url, folder) = place(&config)?;
    block(async {
        let service = open(config, &url, &folder).await?;
        if let Some(event) = &options.demo {
            if service.is_empty().await? {
                let loaded = service.load_event(&Actor::console(), event).await?;
                print::say(&format!(
                    "loaded {} firms, {} clients and {} briefs of the demonstration",
                    loaded.firms, loaded.clients, loaded.briefs
                ));
            } else {
                print::say("the database holds something already: the demonstration is not loaded");
            }
        } else if service.is_empty().await? {
            print::say(
                "the database is empty: start with `--demo` to look around on the demonstration event",
            );
        }
        let code =
            if service.is_new().await? { Some(passerelle_app::service::one_time_code()?) } else { None };
        let public = service.public_url();
        let stop = stopped();
        let running = passerelle_web::serve(service, code.clone(), options.demo.is_some()).await?;
        if let Some(address) = running.address() {
            print::say(&format!("listening on {address}; the API is described at {public}/api/docs/"));
        }
        if let Some(code) = code {
            print::say(&format!(
                "nobody can sign in yet. Make the first organiser with `passerelle organiser add`, or once with this code:\n  \
                 curl {public}/api/v1/setup -H 'Content-Type: application/json' \\\n    \
                 -d '{{\"code\": \"{code}\", \"email\": \"you@example.org\", \"name\": \"Your Name\", \"password\": \"several words of yours\"}}'"
            ));
        }
        running.until(stop).await
    })?;
    Ok(Outcome::Done)
}

/// Resolves when the process is asked to stop; from here on it can be.
#[cfg(unix)]
fn stopped() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async {
        match (interrupt, terminate) {
            (Ok(mut interrupt), Ok(mut terminate)) => {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            }
            _ => std::future::pending().await,
        }
        print::say("stopping: requests under way are ended");
    }
}

/// Resolves when the process is asked to stop.
#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
    print::say("stopping: requests under way are ended");
}

/// The log goes to the standard error. `PASSERELLE_LOG` says how much, such as `warn` or `passerelle_web=info`.
fn log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    #[expect(clippy::disallowed_methods, reason = "how much is logged is no setting of the product")]
    let filter = std::env::var("PASSERELLE_LOG")
        .unwrap_or_else(|_| "warn,passerelle_app=info,passerelle_web=info".into());
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Only one log can be set up; a second is of no use to anybody.
    let _ = if config.server.log_format == "json" { log.json().try_init() } else { log.try_init() };
}

pub(crate) fn db(config: Option<&Path>, verb: &DbVerb) -> Result<Outcome, AppError> {
    let config = configured(config)?;
    let (url, folder) = place(&config)?;
    if let DbVerb::Restore(DbFile { file }) = verb
        && !url.starts_with("postgres")
        && is_database(file)?
    {
        return restored(file, Path::new(&url));
    }
    block(async {
        let service = open(config, &url, &folder).await?;
        let db = service.db();
        match verb {
            DbVerb::Migrate => print::say("the tables are up to date"),
            DbVerb::Check => {
                let faults = service.faults().await?;
                for fault in &faults {
                    print::out(&format!("{fault}\n"));
                }
                if !faults.is_empty() {
                    return Ok(Outcome::Violation);
                }
                print::say("nothing is wrong with the database");
            }
            DbVerb::Backup(DbFile { file }) => {
                db.backup(file).await?;
                print::say(&format!("copied to {}", file.display()));
            }
            DbVerb::Export(DbFile { file }) => {
                let part = file.with_extension("part");
                let mut out =
                    BufWriter::new(File::create(&part).map_err(|cause| cannot_write(&part, &cause))?);
                let archived = db.export(&mut out).await?;
                out.flush().map_err(|cause| cannot_write(&part, &cause))?;
                std::fs::rename(&part, file).map_err(|cause| cannot_write(file, &cause))?;
                print::say(&format!("{} rows written to {}", archived.rows, file.display()));
            }
            DbVerb::Restore(DbFile { file }) | DbVerb::Import(DbFile { file }) => {
                let read = File::open(file).map_err(|cause| cannot_read(file, &cause))?;
                let archived = db.import(&mut BufReader::new(read)).await?;
                print::say(&format!("{} rows read from {}", archived.rows, file.display()));
            }
            DbVerb::Load(DbFile { file }) => {
                let loaded = service.load_event(&Actor::console(), file).await?;
                print::say(&format!(
                    "loaded {} firms, {} clients and {} briefs",
                    loaded.firms, loaded.clients, loaded.briefs
                ));
            }
        }
        db.close().await;
        Ok(Outcome::Done)
    })
}

fn cannot_write(path: &Path, cause: &std::io::Error) -> Refusal {
    Refusal::new(
        Cause::Conflict,
        format!("{} cannot be written: {cause}", path.display()),
        "choose another place, or free this one",
    )
}

fn cannot_read(path: &Path, cause: &std::io::Error) -> Refusal {
    Refusal::new(Cause::NotFound, format!("{} cannot be read: {cause}", path.display()), "check the path")
}

fn is_database(file: &Path) -> Result<bool, AppError> {
    let mut head = [0_u8; 16];
    let mut read = File::open(file).map_err(|cause| cannot_read(file, &cause))?;
    Ok(read.read_exact(&mut head).is_ok() && &head == b"SQLite format 3\0")
}

/// A copied database in the place of one that is not there; one that is there is left alone.
fn restored(file: &Path, place: &Path) -> Result<Outcome, AppError> {
    if place.exists() {
        let hint = "stop the server and move it away first: a restore replaces nothing";
        return Err(Refusal::new(Cause::Exists, format!("{} is there already", place.display()), hint).into());
    }
    let part = place.with_extension("part");
    std::fs::copy(file, &part)
        .and_then(|_| std::fs::rename(&part, place))
        .map_err(|cause| AppError::Output { path: place.to_owned(), cause })?;
    print::say(&format!("{} is now {}", file.display(), place.display()));
    Ok(Outcome::Done)
}

pub(crate) fn organiser(config: Option<&Path>, verb: &Organiser) -> Result<Outcome, AppError> {
    let config = configured(config)?;
    let (url, folder) = place(&config)?;
    let Organiser::Add(options) = verb;
    if std::io::stdin().is_terminal() {
        print::say("password (at least 12 characters; it is shown as you type):");
    }
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|cause| cannot_read(Path::new("standard input"), &cause))?;
    block(async {
        let service = open(config, &url, &folder).await?;
        let password = password.trim_end_matches(['\n', '\r']);
        service.add_organiser(&Actor::console(), &options.email, &options.name, password).await?;
        service.db().close().await;
        print::say(&format!("{} can sign in as an organiser", options.email));
        Ok(Outcome::Done)
    })
}

pub(crate) fn person(config: Option<&Path>, verb: &Person) -> Result<Outcome, AppError> {
    let config = configured(config)?;
    let (url, folder) = place(&config)?;
    block(async {
        let service = open(config, &url, &folder).await?;
        let told = match verb {
            Person::Export(who) => service.export_person(&Actor::console(), &who.email).await?,
            Person::Erase(who) => service.erase_person(&Actor::console(), &who.email).await?,
        };
        service.db().close().await;
        print::out(&format!("{told:#}\n"));
        Ok(Outcome::Done)
    })
}
