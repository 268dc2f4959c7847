//! The models: where they are, taking them out of the package they come in, and making sure they are the ones this program was measured with.

use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The environment variable that names the directory of the models.
pub const VARIABLE: &str = "MINGZHANG_MODELS";
/// How the package is fetched. Its own list of Python versions does not matter: nothing of it is run.
pub const FETCH: &str = "pip download rapidocr-onnxruntime==1.4.4 --no-deps --ignore-requires-python";

/// A model file and the SHA-256 of its bytes.
struct Model {
    name: &'static str,
    sum: &'static str,
}

/// Finds text.
const FIND: Model = Model {
    name: "ch_PP-OCRv4_det_infer.onnx",
    sum: "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
};
/// Reads a line. Its metadata hold the list of characters.
const READ: Model = Model {
    name: "ch_PP-OCRv4_rec_infer.onnx",
    sum: "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
};
/// Larger than any of the models.
const BYTES: u64 = 64 << 20;

/// The directory the models belong in: `MINGZHANG_MODELS`, or the user's own for data of programs. `None` if there is neither.
#[must_use]
pub fn directory() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    variable(VARIABLE).or_else(|| {
        let data = variable("LOCALAPPDATA")
            .or_else(|| variable("XDG_DATA_HOME"))
            .or_else(|| std::env::home_dir().map(|home| home.join(".local").join("share")))?;
        Some(data.join("mingzhang").join("models"))
    })
}

/// True if all model files are in a directory, whatever is in them.
#[must_use]
pub fn are_installed(directory: &Path) -> bool {
    [FIND, READ].iter().all(|m| directory.join(m.name).is_file())
}

/// Takes the models out of the package and puts them into a directory, which is made if need be.
///
/// # Errors
/// One sentence in Chinese: the package cannot be read or is another one, or the directory cannot be written.
pub fn install(package: &Path, directory: &Path) -> Result<(), String> {
    let unread = |e: &dyn std::fmt::Display| format!("无法读取 {}：{e}。请用 {FETCH} 重新下载。", package.display());
    let file = File::open(package).map_err(|e| unread(&e))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|_| unread(&"不是安装包（.whl）"))?;
    let mut contents = Vec::new();
    for model in [FIND, READ] {
        let ours = |n: &std::borrow::Cow<str>| n.rsplit('/').next() == Some(model.name);
        let name = archive.file_names().flatten().find(ours).map(|n| n.into_owned());
        let name = name.ok_or_else(|| unread(&format!("里面没有模型 {}", model.name)))?;
        let entry = archive.by_name(&name).map_err(|e| unread(&e))?;
        let mut bytes = Vec::new();
        entry.take(BYTES).read_to_end(&mut bytes).map_err(|e| unread(&e))?;
        check(&model, &bytes).map_err(|_| unread(&format!("模型 {} 不是所需的版本", model.name)))?;
        contents.push((model.name, bytes));
    }
    let unwritten = |e: std::io::Error| format!("无法写入 {}：{e}。", directory.display());
    fs::create_dir_all(directory).map_err(unwritten)?;
    for (name, bytes) in contents {
        // Whole or not at all, even if the disk is full.
        let half = directory.join(format!("{name}.part"));
        File::create(&half).and_then(|mut f| f.write_all(&bytes)).map_err(unwritten)?;
        fs::rename(&half, directory.join(name)).map_err(unwritten)?;
    }
    Ok(())
}

/// The bytes of both models.
pub(crate) fn load(directory: &Path) -> Result<(Vec<u8>, Vec<u8>), String> {
    let one = |model: Model| {
        let path = directory.join(model.name);
        let bytes = fs::read(&path).map_err(|e| format!("无法读取文字识别模型 {}：{e}。", path.display()))?;
        check(&model, &bytes).map(|()| bytes)
    };
    Ok((one(FIND)?, one(READ)?))
}

fn check(model: &Model, bytes: &[u8]) -> Result<(), String> {
    let sum: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    if sum == model.sum {
        Ok(())
    } else {
        Err(format!("文字识别模型 {} 已损坏或不是所需的版本；请重新安装（mingzhang ocr install）。", model.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_package_is_refused() {
        let directory = std::env::temp_dir().join(format!("mingzhang-models-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let file = directory.join("x.whl");
        fs::write(&file, b"no zip").unwrap();
        assert!(install(&file, &directory).unwrap_err().contains("不是安装包"));
        fs::write(directory.join(FIND.name), b"other").unwrap();
        fs::write(directory.join(READ.name), b"other").unwrap();
        assert!(are_installed(&directory));
        assert!(load(&directory).unwrap_err().contains("已损坏或不是所需的版本"));
        fs::remove_dir_all(&directory).unwrap();
    }
}
