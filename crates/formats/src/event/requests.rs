//! Wishes, refusals, exclusions, promises.

use passerelle_domain::{
    BriefId, ClientId, DeskId, DeskRef, Exclusion, FirmId, Lock, Must, Refusal, Side, SlotId, TableId, Wish,
    WishGrade,
};

use super::WishPlace;
use crate::reader::{Fields, Log, Path};
use crate::tree::Node;
use crate::values::{name, parsed, whole, word};

const SIDES: &[&str] = &["desk", "firm"];

fn grade(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<WishGrade> {
    whole::<u8>(1, 3)(node, path, log).and_then(WishGrade::from_number)
}

/// The wishes of both sides one by one, and where each stands in the file.
pub(super) fn wishes(f: &mut Fields<'_, '_, '_>, log: &mut Log) -> (Vec<Wish>, Vec<WishPlace>) {
    let by_desks = f.list("desk_wishes", log, |node, path, log| Some(of_desk(node, path, log)));
    let by_firms = f.list("firm_wishes", log, |node, path, log| Some(of_firm(node, path, log)));
    by_desks.into_iter().chain(by_firms).flatten().unzip()
}

fn of_desk(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Vec<(Wish, WishPlace)> {
    let mut f = Fields::of(node, path, log);
    let desk = f.need("desk", log, parsed(DeskId::new));
    let brief = f.need("brief", log, parsed(BriefId::new));
    let grade = f.need("grade", log, grade);
    if !f.has("firms") {
        f.missing("firms", log);
    }
    let firms = f.list("firms", log, |n, p, log| {
        let firm = parsed(FirmId::new)(n, p, log)?;
        Some((firm, p.to_string()))
    });
    f.finish(log);
    let (Some(desk), Some(brief), Some(grade)) = (desk, brief, grade) else { return Vec::new() };
    let wish = |(firm, at)| {
        let wish = Wish { by: Side::Desk, desk: Some(desk.clone()), firm, brief: brief.clone(), grade };
        (wish, WishPlace { entry: path.to_string(), firm: at, brief: path.key("brief").to_string() })
    };
    firms.into_iter().map(wish).collect()
}

fn of_firm(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Vec<(Wish, WishPlace)> {
    let mut f = Fields::of(node, path, log);
    let firm = f.need("firm", log, parsed(FirmId::new));
    let grade = f.need("grade", log, grade);
    // A firm may ask for one desk in particular.
    let desk = f.read("desk", log, parsed(DeskId::new));
    if !f.has("briefs") {
        f.missing("briefs", log);
    }
    let briefs = f.list("briefs", log, |n, p, log| {
        let brief = parsed(BriefId::new)(n, p, log)?;
        Some((brief, p.to_string()))
    });
    f.finish(log);
    let (Some(firm), Some(grade)) = (firm, grade) else { return Vec::new() };
    let wish = |(brief, at)| {
        let wish = Wish { by: Side::Firm, desk: desk.clone(), firm: firm.clone(), brief, grade };
        (wish, WishPlace { entry: path.to_string(), firm: path.key("firm").to_string(), brief: at })
    };
    briefs.into_iter().map(wish).collect()
}

pub(super) fn refusal(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Refusal> {
    let mut f = Fields::of(node, path, log);
    let side = |text: &str| match text {
        "desk" => Some(Side::Desk),
        "firm" => Some(Side::Firm),
        _ => None,
    };
    let by = f.need("by", log, word("a side", SIDES, side));
    let desk = f.need("desk", log, parsed(DeskId::new));
    let firm = f.need("firm", log, parsed(FirmId::new));
    let reason = f.read("reason", log, name);
    f.finish(log);
    Some(Refusal { by: by?, desk: desk?, firm: firm?, reason })
}

pub(super) fn exclusion(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Exclusion> {
    let mut f = Fields::of(node, path, log);
    let client = f.read("client", log, parsed(ClientId::new));
    let desk = f.read("desk", log, parsed(DeskId::new));
    let firm = f.need("firm", log, parsed(FirmId::new));
    let reason = f.read("reason", log, name);
    if f.has("client") == f.has("desk") {
        let message = if f.has("desk") {
            "`client` and `desk` are both given"
        } else {
            "`client` or `desk` is missing"
        };
        log.error(node.line, path, message, "name either a client (all its desks) or one desk");
    }
    f.finish(log);
    let desks = client.map(DeskRef::Client).or(desk.map(DeskRef::Desk));
    Some(Exclusion { desks: desks?, firm: firm?, reason })
}

pub(super) fn must(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Must> {
    let mut f = Fields::of(node, path, log);
    let desk = f.need("desk", log, parsed(DeskId::new));
    let firm = f.need("firm", log, parsed(FirmId::new));
    let brief = f.need("brief", log, parsed(BriefId::new));
    f.finish(log);
    Some(Must { desk: desk?, firm: firm?, brief: brief? })
}

pub(super) fn lock(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Lock> {
    let mut f = Fields::of(node, path, log);
    let desk = f.need("desk", log, parsed(DeskId::new));
    let firm = f.need("firm", log, parsed(FirmId::new));
    let brief = f.need("brief", log, parsed(BriefId::new));
    let slot = f.read("slot", log, parsed(SlotId::new));
    let table = f.read("table", log, parsed(TableId::new));
    f.finish(log);
    Some(Lock { desk: desk?, firm: firm?, brief: brief?, slot, table })
}
