//! What is told while somebody waits.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::load::Meter;

/// Who waits no longer needs no telling.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(100);

/// Does `work`; on a terminal, shows how much of the whole `meter` has counted if it takes longer than a second.
pub(super) fn told<T>(meter: &Meter, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (end, ended) = channel::<()>();
        scope.spawn(move || tell(meter, &ended));
        let done = work();
        drop(end);
        done
    })
}

fn tell(meter: &Meter, ended: &Receiver<()>) {
    let goes_on = |wait| ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout);
    if !goes_on(PATIENCE) {
        return;
    }
    let bar = ProgressBar::new(meter.whole());
    if let Ok(style) = ProgressStyle::with_template("reading evidence {bar:30} {bytes} of {total_bytes}, {eta} left") {
        bar.set_style(style);
    }
    while goes_on(BETWEEN) {
        bar.set_length(meter.whole());
        bar.set_position(meter.bytes());
        bar.tick();
    }
    bar.finish_and_clear();
}
