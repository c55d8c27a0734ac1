//! Published instances, MiniZinc data: what they say, and everything that is wrong with one at once.

use passerelle_domain::{Problem, Session};
use passerelle_formats::problem;

use crate::{file, told};

const GOOD: &str = "nBusiness = 3; nMeetings = 2; % a remark\nnTables = 1;\nnTotalSlots = 4;\nnMorningSlots = 2;\n\
    requested = [|1, 2, 3, \n|3,1,2,\n|];\nmeetingsxBusiness = [{1,2,3},{1,2},{1,3}];\nnMeetingsBusiness = [2,1,1];\n\
    forbidden = [{0},{1..2},{}];\nfixed = [0,4];\nprecedences = [{},{1}];\n";

fn read(text: &str) -> Result<Problem, Vec<String>> {
    problem::parse(&file("x.dzn", text)).map_err(|errors| told(&errors))
}

#[test]
fn an_instance_is_a_problem_in_which_all_is_locked() {
    let problem = read(GOOD).unwrap();
    assert_eq!((problem.participants().len(), problem.slots().len(), problem.tables().len()), (3, 4, 1));
    assert_eq!((problem.count_absence(), problem.spread()), (true, Some(2)));
    assert!(problem.pairs().iter().all(|pair| pair.must && pair.lock.is_some()));
    assert_eq!(problem.pairs()[1].session, Some(Session::Pm));
    assert_eq!(problem.pairs()[1].lock.and_then(|lock| lock.slot), Some(3));
    let there: Vec<bool> = (0..4).map(|slot| problem.participants()[1].is_available(slot)).collect();
    assert_eq!(there, [false, false, true, true]);
    assert_eq!(problem.precedences().len(), 1);
}

#[test]
fn a_slot_fixed_where_a_meeting_cannot_be_is_for_the_solver_to_refuse() {
    let problem = read(&GOOD.replace("fixed = [0,4]", "fixed = [0,1]")).unwrap();
    assert!((0..4).all(|slot| !problem.fits(1, slot)));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let cases = [
        ("nTables = 1;", "nTables = 1.5;", "2 nTables"),
        ("nMorningSlots = 2;", "nMorningSlots = 5;", "`5` is out of range"),
        ("|3,1,2,", "|3,1,", "has 2 numbers"),
        ("|3,1,2,", "|3,4,2,", "requested[2]: `4` is out of range"),
        ("|3,1,2,", "|3,3,2,", "would meet itself"),
        ("fixed = [0,4]", "fixed = [0]", "fixed: has 1 entries, for 2 meetings"),
        ("fixed = [0,4]", "fixed = [0,9]", "fixed[2]: `9` is out of range"),
        ("{1..2},{}]", "{1..2}]", "forbidden: has 2 entries, for 3 participants"),
        ("[{},{1}]", "[{2},{1}]", "wait for each other in a circle"),
        (
            "nMeetingsBusiness = [2,1,1]",
            "nMeetingsBusiness = [2,1,3]",
            "nMeetingsBusiness[3]: `3` is not the number",
        ),
        ("[{1,2,3},{1,2}", "[{1,2},{1,2}", "meetingsxBusiness[1]: is not what `requested` says"),
        ("precedences =", "precedence =", "there is no item `precedence`"),
    ];
    for (good, bad, message) in cases {
        assert!(GOOD.contains(good), "{good}");
        let errors = read(&GOOD.replace(good, bad)).unwrap_err().join("\n");
        assert!(errors.contains(message), "{bad}: {errors}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for end in (0..GOOD.trim_end().len()).filter(|&end| GOOD.is_char_boundary(end)) {
        assert!(read(&GOOD[..end]).is_err(), "cut at {end}");
    }
}
