//! Formats that only an office suite knows, turned into one we read by LibreOffice where it is installed.

use crate::one::bytes;
use crate::output::why;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Where LibreOffice may be: on the path, or where the installers put it.
const PROGRAMS: [&str; 5] = [
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
];

/// A conversion takes seconds; one that hangs must not hold up the other files.
const LIMIT: Duration = Duration::from_secs(120);

/// Settings of a profile that runs nothing and fetches nothing: no macros, no linked pictures, a proxy where nobody listens.
const SETTINGS: [(&str, &str, &str); 9] = [
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
];

/// Turns a file into another format, both named by their extensions; `None` if LibreOffice is not installed.
///
/// # Errors
/// One sentence in Chinese.
pub fn office(content: &[u8], from: &str, to: &str) -> Option<Result<Vec<u8>, String>> {
    run(&PROGRAMS, content, from, to)
}

fn run(programs: &[&str], content: &[u8], from: &str, to: &str) -> Option<Result<Vec<u8>, String>> {
    let failed = |what: &str| format!("LibreOffice没有把文件转换成功（{what}）；请在Word或WPS中另存为.{to}后再检查。");
    let folder = match Folder::new() {
        Ok(folder) => folder,
        Err(e) => return Some(Err(failed(&why(&e)))),
    };
    let input = folder.0.join(format!("report.{from}"));
    if let Err(e) = prepare(&folder.0).and_then(|()| std::fs::write(&input, content)) {
        return Some(Err(failed(&why(&e))));
    }
    let child = programs.iter().find_map(|p| match start(p, &folder.0, &input, to) {
        Err(e) if e.kind() == ErrorKind::NotFound => None,
        other => Some(other),
    })?;
    let ended = match child {
        Ok(child) => wait(child),
        Err(e) => return Some(Err(failed(&why(&e)))),
    };
    let made = folder.0.join("out").join(format!("report.{to}"));
    Some(match ended {
        Err(what) => Err(failed(what)),
        Ok(()) if !made.is_file() => Err(failed("文件可能已损坏或设有打开密码")),
        Ok(()) => bytes(&made),
    })
}

/// Writes the settings of the profile.
fn prepare(folder: &Path) -> std::io::Result<()> {
    let user = folder.join("profile").join("user");
    std::fs::create_dir_all(&user)?;
    let items: String = SETTINGS
        .iter()
        .map(|(path, name, value)| {
            format!(
                "<item oor:path=\"/org.openoffice.{path}\"><prop oor:name=\"{name}\" oor:op=\"fuse\"><value>{value}</value></prop></item>\n"
            )
        })
        .collect();
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" \
                xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n";
    std::fs::write(user.join("registrymodifications.xcu"), format!("{head}{items}</oor:items>\n"))
}

fn start(program: &str, folder: &Path, input: &Path, to: &str) -> std::io::Result<Child> {
    let filter = if to == "docx" { "docx:MS Word 2007 XML" } else { "xlsx:Calc MS Excel 2007 XML" };
    let mut command = Command::new(program);
    command
        .arg(format!("-env:UserInstallation={}", url(&folder.join("profile"))))
        .args(["--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", filter, "--outdir"])
        .arg(folder.join("out"))
        .arg(input)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // The program that is started starts another one; both must end together.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn()
}

fn wait(mut child: Child) -> Result<(), &'static str> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return Ok(()),
            Ok(None) if started.elapsed() < LIMIT => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                end(&mut child);
                return Err("时间过长，已停止");
            }
            Err(_) => {
                end(&mut child);
                return Err("转换程序中断");
            }
        }
    }
}

/// Ends a program and those it started. What cannot be ended is left to the system.
fn end(child: &mut Child) {
    let id = child.id();
    let mut all = if cfg!(windows) { Command::new("taskkill") } else { Command::new("kill") };
    if cfg!(windows) {
        all.args(["/T", "/F", "/PID", &id.to_string()]);
    } else {
        all.args(["-KILL", &format!("-{id}")]);
    }
    let _ = all.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let _ = child.kill();
    let _ = child.wait();
}

/// A path as LibreOffice wants it.
fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut out = if path.starts_with('/') { "file://".to_owned() } else { "file:///".to_owned() };
    for b in path.bytes() {
        if b.is_ascii_alphanumeric() || b"/-_.~:".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// A folder that is gone when it is no longer needed.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Folder> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let name = format!("mingzhang-{}-{number}-{:x}", std::process::id(), since.as_nanos());
        let path = std::env::temp_dir().join(name);
        let mut builder = std::fs::DirBuilder::new();
        // The report may not be public yet.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_program_there_is_nothing() {
        assert_eq!(run(&["no-such-program-1", "/no/such/program-2"], b"x", "doc", "docx"), None);
    }

    /// Programs that do something else: what they leave undone is one sentence, and the folder goes with them.
    #[test]
    #[cfg(unix)]
    fn a_program_that_makes_nothing_is_told() {
        let said = run(&["true"], b"x", "doc", "docx").unwrap().unwrap_err();
        assert!(said.contains("另存为.docx") && said.ends_with('。'), "{said}");
        let folder = Folder::new().unwrap();
        let path = folder.0.clone();
        std::fs::write(path.join("a"), "a").unwrap();
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn paths_become_addresses() {
        assert_eq!(url(Path::new("/tmp/张 a")), "file:///tmp/%E5%BC%A0%20a");
        assert_eq!(url(Path::new(r"C:\T")), "file:///C:/T");
    }
}
