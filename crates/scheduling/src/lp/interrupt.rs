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

use crate::options::Stop;

/// Runs the solver, asking `stop` all the while.
pub(super) fn run(mut model: Model, stop: &dyn Stop) -> Result<SolvedModel, HighsStatus> {
    let asked: &dyn Stop = stop;
    let handed: *const &dyn Stop = &raw const asked;
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
    _kind: c_int,
    _message: *const c_char,
    _out: *const HighsCallbackDataOut,
    answer: *mut HighsCallbackDataIn,
    user: *mut c_void,
) {
    // SAFETY: HiGHS passes the pointer it was given with the callback, and an answer of its own or none.
    let (stop, answer) = unsafe { (user.cast::<&dyn Stop>().as_ref(), answer.as_mut()) };
    if let (Some(stop), Some(answer)) = (stop, answer) {
        // A panic must not cross into C: it ends the run instead.
        let ends = catch_unwind(AssertUnwindSafe(|| stop.should_stop())).unwrap_or(true);
        if ends {
            answer.user_interrupt = 1;
        }
    }
}
