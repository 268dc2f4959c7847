//! Scans: an eye for pictures of pages, if this program has one and its models are installed.

use mingzhang_decode::Eye;

/// What to do about a scan that could not be read.
pub const ADVICE: &str = if cfg!(feature = "ocr") {
    "本机可以识别，先安装模型：pip download rapidocr-onnxruntime==1.4.4 --no-deps --ignore-requires-python，再 mingzhang ocr install 下载的.whl。"
} else {
    "本程序没有带文字识别组件，带的版本用 cargo install --path crates/mingzhang --features ocr 安装。"
};

/// The eye, if there is one.
#[cfg(not(feature = "ocr"))]
pub fn eye() -> Option<&'static dyn Eye> {
    None
}

#[cfg(feature = "ocr")]
pub use present::eye;

#[cfg(feature = "ocr")]
mod present {
    use super::Eye;
    use crate::output;
    use indicatif::ProgressBar;
    use mingzhang_decode::Seen;
    use mingzhang_ocr::{Reader, models};
    use std::path::PathBuf;
    use std::sync::{LazyLock, OnceLock};
    use std::time::Duration;

    static EYE: LazyLock<Option<Waiting>> = LazyLock::new(|| {
        let directory = models::directory().filter(|d| models::are_installed(d))?;
        Some(Waiting { directory, reader: OnceLock::new() })
    });

    /// The eye, if its models are installed.
    pub fn eye() -> Option<&'static dyn Eye> {
        EYE.as_ref().map(|e| e as &dyn Eye)
    }

    /// Opens when there is something to see: text never waits for the models.
    struct Waiting {
        directory: PathBuf,
        reader: OnceLock<Result<Reader, String>>,
    }

    impl Waiting {
        fn reader(&self) -> Result<&Reader, String> {
            self.reader.get_or_init(|| Reader::open(&self.directory)).as_ref().map_err(Clone::clone)
        }
    }

    impl Eye for Waiting {
        fn page(&self, pdf: &[u8], number: u32) -> Result<Seen, String> {
            let reader = self.reader()?;
            let shown = show(format!("识别第{number}页"));
            let seen = reader.page(pdf, number);
            shown.finish_and_clear();
            seen
        }

        fn picture(&self, bytes: &[u8]) -> Result<Seen, String> {
            let reader = self.reader()?;
            let shown = show("识别图片".to_owned());
            let seen = reader.picture(bytes);
            shown.finish_and_clear();
            seen
        }
    }

    /// A page takes seconds: a person sees that something is going on.
    fn show(what: String) -> ProgressBar {
        let bar = output::progress(ProgressBar::new_spinner().with_message(what));
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
