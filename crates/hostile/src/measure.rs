//! What a program needs for a file: measured by the system, not by the program.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use wait4::Wait4;

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Processor time, of user and system together.
    pub time: Duration,
    /// Most memory held at once, in bytes.
    pub peak: u64,
    /// What it wrote to either output.
    pub said: String,
}

/// Runs `PROGRAM audit FILE`.
///
/// # Errors
/// When it cannot be started or waited for.
pub fn audit(program: &Path, file: &Path) -> io::Result<Run> {
    let mut child = Command::new(program)
        .arg("audit")
        .arg(file)
        // One file has one thread's work; the others would only be counted.
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (out, mut err) = (child.stdout.take(), child.stderr.take());
    let other = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        out.map(|mut o| o.read_to_end(&mut bytes)).transpose().map(|_| bytes)
    });
    let mut bytes = Vec::new();
    err.as_mut().map(|e| e.read_to_end(&mut bytes)).transpose()?;
    bytes.extend(other.join().unwrap_or_else(|_| Ok(Vec::new()))?);
    let used = child.wait4()?;
    Ok(Run {
        code: used.status.code(),
        time: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
        said: String::from_utf8_lossy(&bytes).into_owned(),
    })
}
