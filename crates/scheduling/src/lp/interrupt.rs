//! Lets a [`Stop`] end a run of HiGHS: the one thing its safe interface does not offer.
#![expect(unsafe_code, reason = "HiGHS is interrupted through a callback in C; its safe interface has none")]

use std::ffi::{c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use highs::{HighsStatus, Model, SolvedModel};
use highs_sys::{
    Highs_setCallback, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut,
    kHighsCallbackIpmInterrupt, kHighsCallbackMipInterrupt, kHighsCallbackSimplexInterrupt,
};

use super::Work;
use crate::options::Stop;

/// What ends a run.
struct Asked<'s> {
    stop: &'s dyn Stop,
    /// Steps of the simplex method in a mixed programme.
    iterations: i64,
}

/// Runs the solver, asking `work.stop` all the while; a mixed programme also ends soon after so many steps.
pub(super) fn run(mut model: Model, work: Work<'_>) -> Result<SolvedModel, HighsStatus> {
    let asked = Asked { stop: work.stop, iterations: i64::try_from(work.iterations).unwrap_or(i64::MAX) };
    let handed: *const Asked<'_> = &raw const asked;
    let highs = model.as_mut_ptr();
    // SAFETY: `highs` is a live solver that only this function uses until it returns. `handed` points to `asked`, which
    // outlives the run below; the callback is taken out again before `asked` goes.
    unsafe {
        Highs_setCallback(highs, Some(ask), handed.cast_mut().cast::<c_void>());
        for kind in [kHighsCallbackMipInterrupt, kHighsCallbackSimplexInterrupt, kHighsCallbackIpmInterrupt] {
            Highs_startCallback(highs, kind);
        }
    }
    let mut solved = model.try_solve()?;
    // SAFETY: the same solver, handed back by the run; without a callback it keeps no pointer to `asked`. When the run
    // failed the solver was dropped with its pointer.
    unsafe {
        Highs_setCallback(solved.as_mut_ptr(), None, ptr::null_mut());
    }
    Ok(solved)
}

/// What HiGHS calls: `user` is what [`run`] handed over.
unsafe extern "C" fn ask(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    answer: *mut HighsCallbackDataIn,
    user: *mut c_void,
) {
    // SAFETY: HiGHS passes the pointer it was given with the callback, and figures and an answer of its own or none.
    let (asked, out, answer) = unsafe { (user.cast::<Asked<'_>>().as_ref(), out.as_ref(), answer.as_mut()) };
    if let (Some(asked), Some(answer)) = (asked, answer) {
        let worked = out.is_some_and(|out| out.mip_total_lp_iterations > asked.iterations);
        // A panic must not cross into C: it ends the run instead.
        let stops = || catch_unwind(AssertUnwindSafe(|| asked.stop.should_stop())).unwrap_or(true);
        if (kind == kHighsCallbackMipInterrupt && worked) || stops() {
            answer.user_interrupt = 1;
        }
    }
}
