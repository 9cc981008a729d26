//! A copy of the data folder while a server writes to it.
//!
//! * The copy is a folder that `battera serve --data` opens as it is: both data files, compact, and the keys.
//! * Everything that was acknowledged before the copy began is in it. Objects are copied first: points that are posted
//!   meanwhile may be in the copy without what was changed together with them.
//! * The folder appears under its name only when it is complete and on disk; a copy that fails leaves nothing.
//! * The server's files are only read, and its writes go on; its write-ahead log grows until the copy is done.

use super::OpenError;
use super::open::{check_header, look};
use super::schema::{META, METRICS};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Files beside the data files that belong to them.
const OTHERS: [&str; 1] = ["keys.json"];

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The data files are not what they should be.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There are no data.
    #[error("there are no data in {}", .0.display())]
    Nothing(PathBuf),
    /// Something has the name already; nothing is overwritten.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// A file could not be read or written.
    #[error("cannot write {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// `SQLite` could not copy a file.
    #[error("cannot copy {}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Its reason.
        source: rusqlite::Error,
    },
}

/// Copies the data of `folder` to a new folder `target`, and answers how many bytes the copy has.
pub fn copy(folder: &Path, target: &Path) -> Result<u64, CopyError> {
    if target.symlink_metadata().is_ok() {
        return Err(CopyError::Exists(target.to_owned()));
    }
    if !folder.join(META.file).is_file() {
        return Err(CopyError::Nothing(folder.to_owned()));
    }
    let mut partial = target.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    std::fs::create_dir_all(&partial).map_err(|source| CopyError::File { path: partial.clone(), source })?;
    let copied = fill(folder, &partial).and_then(|bytes| {
        let failed = |source| CopyError::File { path: target.to_owned(), source };
        std::fs::rename(&partial, target).map_err(failed)?;
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync(parent.unwrap_or(Path::new("."))).map_err(failed)?;
        Ok(bytes)
    });
    if copied.is_err() {
        // What is left of a failed copy is of no use; that it cannot be removed is said by the name it has.
        let _left = std::fs::remove_dir_all(&partial);
    }
    copied
}

fn fill(folder: &Path, partial: &Path) -> Result<u64, CopyError> {
    let mut bytes = 0;
    for schema in [&META, &METRICS] {
        let path = folder.join(schema.file);
        let to = partial.join(schema.file);
        check_header(&path, schema)?;
        let failed = |source| CopyError::Sqlite { path: path.clone(), source };
        let source = look(&path).map_err(failed)?;
        // What another copy left that did not come to its end.
        let _none = std::fs::remove_file(&to);
        source.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map_err(failed)?;
        bytes += finish(&to)?;
    }
    for name in OTHERS {
        let to = partial.join(name);
        match std::fs::copy(folder.join(name), &to) {
            Ok(_) => bytes += finish(&to)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(CopyError::File { path: to, source }),
        }
    }
    sync(partial).map_err(|source| CopyError::File { path: partial.to_owned(), source })?;
    Ok(bytes)
}

/// Waits until a file is on disk and answers its size.
fn finish(path: &Path) -> Result<u64, CopyError> {
    let failed = |source| CopyError::File { path: path.to_owned(), source };
    let file = File::options().write(true).open(path).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    Ok(file.metadata().map_err(failed)?.len())
}

/// Waits until the names in a folder are on disk, where the system knows such a thing.
fn sync(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
