//! Where output goes: standard output that may close early, a file, and complaints on standard error.

use crate::args::{Ambiguous, Colour, Output, Screen};
use anstream::AutoStream;
use indicatif::{MultiProgress, ProgressBar};
use mingzhang_report::Style;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::LazyLock;

/// One sentence on standard error. If nobody listens there, nothing can be done about it.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// All bars of progress, so that several do not write over each other; hidden where nobody looks.
pub fn progress(bar: ProgressBar) -> ProgressBar {
    static SCREEN: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);
    if std::io::stderr().is_terminal() { SCREEN.add(bar) } else { ProgressBar::hidden() }
}

/// How to print for a person, from the arguments and the terminal.
pub fn style(output: &Output, all: bool) -> Style {
    shown(&output.screen, output.file.is_none(), all)
}

/// The same for a command that prints to the screen only.
pub fn screen(screen: &Screen, all: bool) -> Style {
    shown(screen, true, all)
}

fn shown(args: &Screen, printed: bool, all: bool) -> Style {
    let screen = printed && std::io::stdout().is_terminal();
    let colour = match args.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => screen && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb"),
    };
    let wide = match args.ambiguous {
        Ambiguous::Wide => true,
        Ambiguous::Narrow => false,
        // The old Windows console draws “ ” in two cells with Chinese fonts; Windows Terminal and the others in one.
        Ambiguous::Auto => cfg!(windows) && !is_set("WT_SESSION"),
    };
    let width = terminal_size::terminal_size().filter(|_| screen).map_or(100, |(w, _)| usize::from(w.0));
    Style { colour, width: width.clamp(40, 160), wide, all }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|v| !v.is_empty())
}

/// Writes to the file asked for, or else to standard output.
///
/// # Errors
/// One sentence in Chinese.
pub fn write(output: &Output, text: &str) -> Result<(), String> {
    match &output.file {
        None => print(text),
        Some(file) => save(file, text.as_bytes()),
    }
}

/// Writes a file and says so.
///
/// # Errors
/// One sentence in Chinese.
pub fn save(file: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(file, bytes).map_err(|e| format!("无法写入 {}：{}", file.display(), why(&e)))?;
    complain(&format!("已写入 {}", file.display()));
    Ok(())
}

/// Writes to standard output. A reader that has gone away (`| head`) is no error.
///
/// # Errors
/// One sentence in Chinese.
pub fn print(text: &str) -> Result<(), String> {
    // What is coloured was decided before; the stream only translates colours for consoles that do not know them.
    let mut out = AutoStream::always(std::io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(format!("无法输出：{}", why(&e))),
        _ => Ok(()),
    }
}

/// An error of the system in Chinese.
pub fn why(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "找不到这个文件，请检查路径。".to_owned(),
        ErrorKind::PermissionDenied => "没有权限。".to_owned(),
        ErrorKind::IsADirectory => "这是一个文件夹。".to_owned(),
        ErrorKind::InvalidData => "不是 UTF-8 编码的文字，请另存为 UTF-8 再试。".to_owned(),
        ErrorKind::StorageFull => "磁盘已满。".to_owned(),
        _ => format!("系统报告“{error}”。"),
    }
}
