//! The life of an index: what is put in is found, what is taken out is not, and nothing else matters.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use passerelle_domain::{Concept, ConceptId, Firm, FirmId, Language, Ranking, ReasonKind, Taxonomy};
use passerelle_matching::{Index, IndexError, Knowledge, LiveIndex, Opened, Settings};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::ranking::{brief, firm, knowledge, query};

const BRIEF: &str = "Banc d'essai\n\nNous cherchons des essais de fatigue pour un actionneur hydraulique.\n\n\
    Indispensable :\n- essais de fatigue\n- calcul de structures";

/// A firm in one of a few versions of itself.
fn version(id: usize, version: usize) -> Firm {
    let (summary, skill, text) = [
        ("Essais de fatigue sur actionneurs.", "Banc d'essai", "Vérins hydrauliques, capteurs, acquisition."),
        ("We test hydraulic actuators for fatigue.", "Test benches", "Sensors and data acquisition."),
        ("Calcul de structures et dimensionnement.", "Éléments finis", "Fatigue des assemblages boulonnés."),
        ("Software for mobile shops.", "Web development", "Interfaces, payment, delivery."),
    ][version % 4];
    let mut firm = firm(&format!("f{id}"), summary, &[(skill, text)]);
    firm.language = Some(if version.is_multiple_of(2) { Language::French } else { Language::English });
    firm
}

fn id(id: &str) -> FirmId {
    FirmId::new(id).unwrap()
}

/// The ranking without the latent space, which depends on when it was made.
fn ranked(index: &Index) -> Ranking {
    let settings = Settings { meaning_weight: 0.0, ..Settings::default() };
    let mut ranking = index.rank(&brief(BRIEF), &query(&settings)).unwrap();
    for found in ranking.ranked.iter_mut().chain(&mut ranking.gated) {
        found.reasons.retain(|reason| reason.kind != ReasonKind::Meaning);
    }
    ranking
}

fn fresh(firms: &[Firm]) -> Ranking {
    ranked(&Index::of_firms(firms, &knowledge()).unwrap())
}

fn put(live: &LiveIndex, firms: &[Firm]) {
    let mut writer = live.writer().unwrap();
    writer.put(firms).unwrap();
    writer.commit().unwrap();
}

fn names(index: &Index) -> BTreeSet<String> {
    index.names().map(|(id, _)| id.to_string()).collect()
}

fn opened(folder: &Path) -> LiveIndex {
    let (live, state) = LiveIndex::open(folder, &knowledge()).unwrap();
    assert_eq!(state, Opened::Ready);
    live
}

#[derive(Debug, Clone)]
enum Step {
    Put(usize, usize),
    Delete(usize),
    Commit,
    GiveUp,
    Rebuild,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..7_usize, 0..4_usize).prop_map(|(id, version)| Step::Put(id, version)),
        2 => (0..7_usize).prop_map(Step::Delete),
        3 => Just(Step::Commit),
        1 => Just(Step::GiveUp),
        1 => Just(Step::Rebuild),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_life_ends_in_the_index_of_those_who_are_left(steps in prop::collection::vec(step(), 1..24)) {
        let live = LiveIndex::in_memory(&knowledge()).unwrap();
        let mut committed: BTreeMap<usize, Firm> = BTreeMap::new();
        let mut wanted = committed.clone();
        let mut writer = live.writer().unwrap();
        for step in steps {
            match step {
                Step::Put(id, number) => {
                    writer.put(&[version(id, number)]).unwrap();
                    wanted.insert(id, version(id, number));
                }
                Step::Delete(number) => {
                    writer.delete(&id(&format!("f{number}")));
                    wanted.remove(&number);
                }
                Step::Commit => {
                    writer.commit().unwrap();
                    committed = wanted.clone();
                    writer = live.writer().unwrap();
                }
                Step::GiveUp | Step::Rebuild => {
                    drop(writer);
                    if matches!(step, Step::Rebuild) {
                        live.rebuild(&wanted.values().cloned().collect::<Vec<_>>()).unwrap();
                        committed = wanted.clone();
                    }
                    wanted = committed.clone();
                    writer = live.writer().unwrap();
                }
            }
            let left: Vec<Firm> = committed.values().cloned().collect();
            prop_assert_eq!(ranked(&live.snapshot()), fresh(&left));
        }
    }
}

#[test]
fn a_text_is_found_by_its_new_word_and_not_by_its_old_one() {
    let live = LiveIndex::in_memory(&knowledge()).unwrap();
    let of = |word: &str| firm("a", &format!("Notre atelier travaille le {word}."), &[]);
    put(&live, &[of("zirconium"), firm("b", "Essais de fatigue sur bancs.", &[])]);
    let settings = Settings::default();
    let found = |word: &str| {
        let ranking = live.snapshot().rank(&brief(&format!("Étude\n\n{word}")), &query(&settings)).unwrap();
        let firm = ranking.ranked.into_iter().find(|m| m.firm.as_str() == "a").unwrap();
        firm.reasons.iter().find(|r| r.kind == ReasonKind::WholeBrief).unwrap().satisfaction
    };
    assert!(found("zirconium") > 0.0 && found("tungstène") == 0.0);
    put(&live, &[of("tungstène")]);
    assert!(found("zirconium") == 0.0 && found("tungstène") > 0.0);
    assert_eq!(live.snapshot().texts(), 2);
}

#[test]
fn a_snapshot_stays_what_it_is_while_others_write() {
    let live = LiveIndex::in_memory(&knowledge()).unwrap();
    put(&live, &[version(0, 0), version(1, 1)]);
    let (before, told) = (live.snapshot(), ranked(&live.snapshot()));
    live.rebuild(&[version(2, 2)]).unwrap();
    assert_eq!(ranked(&before), told);
    assert_eq!(names(&live.snapshot()), BTreeSet::from(["f2".to_owned()]));
}

#[test]
fn readers_go_on_beside_a_writer() {
    let live = LiveIndex::in_memory(&knowledge()).unwrap();
    live.rebuild(&(0..4).map(|i| version(i, i)).collect::<Vec<_>>()).unwrap();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..20 {
                        // Pairs are put in together: no reader ever sees half of one.
                        let ranking = ranked(&live.snapshot());
                        assert_eq!((ranking.ranked.len() + ranking.gated.len()) % 2, 0);
                    }
                })
            })
            .collect();
        for i in 2..6 {
            put(&live, &[version(2 * i, i), version(2 * i + 1, i)]);
        }
        for reader in readers {
            reader.join().unwrap();
        }
    });
    assert_eq!(live.snapshot().len(), 12);
}

#[test]
fn there_is_one_writer() {
    let folder = TempDir::new().unwrap();
    let (live, state) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    assert_eq!(state, Opened::New);
    let (other, _) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    let writer = live.writer().unwrap();
    assert!(matches!(other.writer(), Err(IndexError::Busy)));
    assert!(matches!(live.writer(), Err(IndexError::Busy)));
    drop(writer);
    assert!(other.writer().is_ok());
}

#[test]
fn what_one_process_commits_another_sees_when_it_looks() {
    let folder = TempDir::new().unwrap();
    let (one, _) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    let (two, _) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    put(&one, &[version(0, 0), version(1, 1)]);
    assert!(two.snapshot().is_empty());
    two.refresh().unwrap();
    assert_eq!(ranked(&two.snapshot()), ranked(&one.snapshot()));
    // They write in turns, and the latent space is made anew in between: nobody names one that is gone.
    for i in 2..12 {
        put(if i % 2 == 0 { &two } else { &one }, &[version(i, i)]);
    }
    one.refresh().unwrap();
    two.refresh().unwrap();
    let settings = Settings::default();
    let full = |live: &LiveIndex| live.snapshot().rank(&brief(BRIEF), &query(&settings)).unwrap();
    assert_eq!(full(&one), full(&two));
    assert_eq!(full(&one), full(&opened(folder.path())));
    assert_eq!(one.snapshot().len(), 12);
}

#[test]
fn a_writer_that_goes_away_has_changed_nothing() {
    let folder = TempDir::new().unwrap();
    let (live, _) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    put(&live, &[version(0, 0)]);
    let before = ranked(&live.snapshot());
    let mut writer = live.writer().unwrap();
    writer.put(&[version(0, 3), version(1, 1)]).unwrap();
    writer.delete(&id("f0"));
    drop(writer);
    live.refresh().unwrap();
    assert_eq!(ranked(&live.snapshot()), before);
    assert_eq!(ranked(&opened(folder.path()).snapshot()), before);
}

#[test]
fn many_small_commits_end_in_the_same_ranking() {
    let folder = TempDir::new().unwrap();
    let (live, _) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    for i in 0..25 {
        put(&live, &[version(i % 20, i)]);
    }
    let last: Vec<Firm> = (0..20).map(|i| version(i, if i < 5 { i + 20 } else { i })).collect();
    assert_eq!(ranked(&live.snapshot()), fresh(&last));
    assert_eq!(ranked(&opened(folder.path()).snapshot()), fresh(&last));
}

#[test]
fn of_two_firms_with_one_identifier_the_last_counts() {
    let live = LiveIndex::in_memory(&knowledge()).unwrap();
    live.rebuild(&[version(0, 3), version(1, 1), version(0, 0)]).unwrap();
    assert_eq!(ranked(&live.snapshot()), fresh(&[version(1, 1), version(0, 0)]));
    put(&live, &[version(1, 2), version(1, 3)]);
    assert_eq!(ranked(&live.snapshot()), fresh(&[version(0, 0), version(1, 3)]));
}

#[test]
fn threads_change_nothing_of_an_index() {
    let firms: Vec<Firm> = (0..40).map(|i| version(i, i / 3)).collect();
    let settings = Settings::default();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let index = Index::of_firms(&firms, &knowledge()).unwrap();
            index.rank(&brief(BRIEF), &query(&settings)).unwrap()
        })
    };
    assert_eq!(on(1), on(4));
}

/// Knowledge with one more concept than none.
fn other_knowledge() -> Arc<Knowledge> {
    let mut concept = Concept::named(ConceptId::new("fatigue-testing").unwrap());
    concept.french.push("essais de fatigue".to_owned());
    concept.english.push("fatigue testing".to_owned());
    Arc::new(Knowledge::new(Taxonomy::new(vec![concept]).unwrap()))
}

#[test]
fn another_taxonomy_forces_a_rebuild() {
    let folder = TempDir::new().unwrap();
    let (live, _) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
    put(&live, &[version(0, 0)]);
    fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let other = other_knowledge();
    // Looking changes nothing.
    let (none, state) = LiveIndex::find(folder.path(), &other).unwrap();
    assert_eq!((none.is_none(), state), (true, Opened::Outdated));
    assert_eq!(opened(folder.path()).snapshot().len(), 1);
    // Nothing is taken from under a writer.
    let writer = live.writer().unwrap();
    assert!(matches!(LiveIndex::open(folder.path(), &other), Err(IndexError::Busy)));
    drop(writer);
    let (new, state) = LiveIndex::open(folder.path(), &other).unwrap();
    assert_eq!(state, Opened::Outdated);
    assert!(new.snapshot().is_empty());
    assert!(folder.path().join("thesis.txt").exists(), "files of others stay");
    // Who had it open before keeps what it has, and is told.
    new.rebuild(&[version(1, 1)]).unwrap();
    assert!(matches!(live.refresh(), Err(IndexError::Outdated)));
    assert!(matches!(live.writer(), Err(IndexError::Outdated)));
    assert_eq!(names(&live.snapshot()), BTreeSet::from(["f0".to_owned()]));
    assert_eq!(LiveIndex::find(folder.path(), &other).unwrap().1, Opened::Ready);
}

#[test]
fn a_damaged_file_is_noticed_and_never_a_panic() {
    let whole = TempDir::new().unwrap();
    let firms: Vec<Firm> = (0..12).map(|i| version(i, i)).collect();
    let (live, _) = LiveIndex::open(whole.path(), &knowledge()).unwrap();
    live.rebuild(&firms).unwrap();
    let mut writer = live.writer().unwrap();
    writer.delete(&id("f3"));
    writer.commit().unwrap();
    let full = |live: &LiveIndex| live.snapshot().rank(&brief(BRIEF), &query(&Settings::default())).unwrap();
    let told = full(&live);
    drop(live);
    let files: Vec<_> = fs::read_dir(whole.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    for ending in ["latent", "vectors", "store"] {
        assert!(files.iter().any(|file| file.extension().is_some_and(|e| e == ending)), "{ending}");
    }
    let damages: [fn(&Path); 4] = [
        |file| fs::remove_file(file).unwrap(),
        |file| fs::write(file, b"").unwrap(),
        |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        },
        |file| {
            let mut bytes = fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x40;
            fs::write(file, bytes).unwrap();
        },
    ];
    for (file, damage) in files.iter().flat_map(|file| damages.map(|damage| (file, damage))) {
        if fs::metadata(file).unwrap().len() == 0 {
            continue;
        }
        let folder = TempDir::new().unwrap();
        for file in &files {
            fs::copy(file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
        damage(&folder.path().join(file.file_name().unwrap()));
        let (found, state) = LiveIndex::open(folder.path(), &knowledge()).unwrap();
        if state == Opened::Ready {
            assert_eq!(full(&found), told, "{}", file.display());
        } else {
            assert!(found.snapshot().is_empty(), "{}", file.display());
            found.rebuild(&firms[..2]).unwrap();
            assert_eq!(ranked(&found.snapshot()), fresh(&firms[..2]));
        }
    }
}

/// Firms that live after the n-th commit of the child below: the last four batches, each of three.
fn living(commit: usize) -> BTreeSet<String> {
    (commit.saturating_sub(3)..=commit).flat_map(batch).map(|firm| firm.id.to_string()).collect()
}

fn batch(commit: usize) -> Vec<Firm> {
    (0..3).map(|i| version(3 * commit + i, commit)).collect()
}

const FOLDER: &str = "PASSERELLE_TEST_INDEX";
const FIRST: &str = "PASSERELLE_TEST_FIRST";

/// Not a test of its own: the process that `a_process_killed_while_it_writes_leaves_a_whole_index` kills.
#[test]
fn child_that_writes() {
    let (Some(folder), Some(first)) = (std::env::var_os(FOLDER), std::env::var_os(FIRST)) else { return };
    let (live, _) = LiveIndex::open(Path::new(&folder), &knowledge()).unwrap();
    let say = |what: &str, commit: usize| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{what} {commit}").unwrap();
        out.flush().unwrap();
    };
    for commit in first.to_str().unwrap().parse().unwrap()..usize::MAX {
        say("begins", commit);
        if commit % 4 == 3 {
            let all: Vec<Firm> = (commit.saturating_sub(3)..=commit).flat_map(batch).collect();
            live.rebuild(&all).unwrap();
        } else {
            let mut writer = live.writer().unwrap();
            writer.put(&batch(commit)).unwrap();
            for firm in commit.checked_sub(4).into_iter().flat_map(batch) {
                writer.delete(&firm.id);
            }
            say("commits", commit);
            writer.commit().unwrap();
        }
        say("done", commit);
    }
}

#[test]
fn a_process_killed_while_it_writes_leaves_a_whole_index() {
    let folder = TempDir::new().unwrap();
    let mut next = 0_usize;
    for (what, after) in [("done", 0), ("commits", 3), ("begins", 4), ("commits", 6), ("done", 2)] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "index::child_that_writes", "--nocapture"])
            .envs([(FOLDER, folder.path().as_os_str()), (FIRST, next.to_string().as_ref())])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let wanted = format!("{what} {}", next + after);
        let (mut done, mut reached) = (next.checked_sub(1), false);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(Ok(line)) = lines.next() {
            done = line.strip_prefix("done ").map(|n| n.parse().unwrap()).or(done);
            if !reached && line == wanted {
                reached = true;
                child.kill().unwrap();
                // What it has said until it died counts as well.
            }
        }
        child.wait().unwrap();
        assert!(reached, "the child ended by itself");
        let live = opened(folder.path());
        let found = names(&live.snapshot());
        let done = done.unwrap();
        assert!(found == living(done) || found == living(done + 1), "after {done}: {found:?}");
        let last = if found == living(done) { done } else { done + 1 };
        let left: Vec<Firm> = (last.saturating_sub(3)..=last).flat_map(batch).collect();
        assert_eq!(ranked(&live.snapshot()), fresh(&left));
        assert!(live.writer().is_ok(), "the lock died with its holder");
        next = last + 1;
    }
}
