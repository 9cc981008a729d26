//! The keys of a data folder, in the file `keys.json`: names, rights and keyed hashes, never a key.
//!
//! A file of its own, because keys are made and revoked while a server has the data files, which belong to one
//! process. It is replaced as a whole under a lock, so a reader sees it before or after a change, and a change that
//! was reported is on disk. Revoked keys stay listed: a folder that once had a key never becomes open again.

use super::secret::{self, Hash, NoRandom, Pepper, Purpose};
use serde::{Deserialize, Serialize};
use series::Time;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const FILE: &str = "keys.json";
const LOCK_FILE: &str = "keys.lock";
const FORMAT: u32 = 1;

/// What every key begins with, so that programs which look for leaked secrets know it.
const PREFIX: &str = "battera_";

/// The longest name.
const MAX_NAME_CHARS: usize = 100;

/// What a key allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// To see everything.
    Read,
    /// To see and to change everything.
    Write,
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}

/// A key, without what would let anyone use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Who or what uses it; no two keys in use share a name.
    pub name: String,
    /// What it allows.
    pub access: Access,
    /// When it was made.
    pub created_at: Time,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Time>,
    /// Tells it from others, also from revoked ones of the same name.
    pub id: String,
    hash: String,
}

/// What can go wrong with the keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The file or its folder cannot be read or written.
    #[error("the keys in {} cannot be read or written: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is not what was written.
    #[error("the file of keys {} is damaged or of a newer Battera: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The name cannot be one.
    #[error("the name of a key has 1 to {MAX_NAME_CHARS} characters, none of them a control character")]
    Name,
    /// A key in use has the name.
    #[error("there is a key named {0:?} already; revoke it first or choose another name")]
    Taken(String),
    /// No key in use has the name.
    #[error("there is no key named {0:?} in use; `battera key list` shows all")]
    Unknown(String),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] NoRandom),
}

/// All keys of a folder, revoked ones included.
#[derive(Debug, Clone)]
pub(super) struct Keyring {
    pub(super) pepper: Pepper,
    keys: Vec<Key>,
}

/// The file's form.
#[derive(Serialize, Deserialize)]
struct Stored {
    format: u32,
    secret: String,
    keys: Vec<Key>,
}

impl Keyring {
    /// Reads a folder's keys; `None` when it never had one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, KeyringError> {
        let path = file(folder);
        let damaged = |reason: &str| KeyringError::Damaged { path: path.clone(), reason: reason.to_owned() };
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(source) => return Err(KeyringError::Io { path, source }),
        };
        let stored: Stored = serde_json::from_slice(&text).map_err(|error| damaged(&error.to_string()))?;
        if stored.format != FORMAT {
            return Err(damaged(&format!("its format is {}", stored.format)));
        }
        let pepper = Pepper::from_hex(&stored.secret).ok_or_else(|| damaged("its secret is none"))?;
        Ok(Some(Self { pepper, keys: stored.keys }))
    }

    /// The key in use that this is, if it is one. Looks at all of them, whichever it is.
    pub(super) fn find(&self, presented: &str) -> Option<&Key> {
        let presented = self.pepper.hash(Purpose::Key, presented);
        let fits = |key: &&Key| {
            let hash: Option<Hash> = secret::from_hex(&key.hash);
            hash.is_some_and(|hash| secret::equal(&presented, &hash))
        };
        self.keys.iter().filter(fits).fold(None, |found, key| found.or(Some(key))).filter(|key| in_use(key))
    }

    /// A key in use by its id.
    pub(super) fn get(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == id).filter(|key| in_use(key))
    }
}

/// The folder's keys in the order they were made.
pub fn list(folder: &Path) -> Result<Vec<Key>, KeyringError> {
    Ok(Keyring::read(folder)?.map(|ring| ring.keys).unwrap_or_default())
}

/// Makes a key and answers it: nobody can ask for it again.
pub fn create(folder: &Path, name: &str, access: Access, now: Time) -> Result<String, KeyringError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control) {
        return Err(KeyringError::Name);
    }
    change(folder, |ring| {
        if ring.keys.iter().any(|key| in_use(key) && key.name == name) {
            return Err(KeyringError::Taken(name.to_owned()));
        }
        let key = format!("{PREFIX}{}", secret::token::<16>()?);
        ring.keys.push(Key {
            name: name.to_owned(),
            access,
            created_at: now,
            revoked_at: None,
            id: secret::token::<8>()?,
            hash: secret::to_hex(&ring.pepper.hash(Purpose::Key, &key)),
        });
        Ok(key)
    })
}

/// Revokes the key of this name, and with it every session that was begun with it. Answers how many are left in use.
pub fn revoke(folder: &Path, name: &str, now: Time) -> Result<usize, KeyringError> {
    change(folder, |ring| {
        let key = ring.keys.iter_mut().find(|key| in_use(key) && key.name == name);
        key.ok_or_else(|| KeyringError::Unknown(name.to_owned()))?.revoked_at = Some(now);
        Ok(ring.keys.iter().filter(|key| in_use(key)).count())
    })
}

/// Where the keys are.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn in_use(key: &Key) -> bool {
    key.revoked_at.is_none()
}

/// Changes the keys while nobody else does.
fn change<T>(
    folder: &Path,
    change: impl FnOnce(&mut Keyring) -> Result<T, KeyringError>,
) -> Result<T, KeyringError> {
    let io = |path: PathBuf| move |source| KeyringError::Io { path, source };
    std::fs::create_dir_all(folder).map_err(io(folder.to_owned()))?;
    let lock_path = folder.join(LOCK_FILE);
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(io(lock_path.clone()))?;
    lock.lock().map_err(io(lock_path))?;
    let mut ring = match Keyring::read(folder)? {
        Some(ring) => ring,
        None => Keyring { pepper: Pepper::fresh()?, keys: Vec::new() },
    };
    let result = change(&mut ring)?;
    write(folder, &ring).map_err(io(file(folder)))?;
    Ok(result)
}

/// Puts a new file in the place of the old one, durably.
fn write(folder: &Path, ring: &Keyring) -> std::io::Result<()> {
    let stored = Stored { format: FORMAT, secret: ring.pepper.to_hex(), keys: ring.keys.clone() };
    let next = folder.join("keys.json.new");
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    private(&mut options);
    let mut file = options.open(&next)?;
    file.write_all(&serde_json::to_vec_pretty(&stored)?)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&next, self::file(folder))?;
    sync_folder(folder)
}

/// Nobody but this user may read what is made.
#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// Without this a power cut could bring the old file back.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_until_it_is_revoked_and_its_name_is_free_again() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Keyring::read(folder.path()).unwrap().is_none());
        let reader = create(folder.path(), " browser ", Access::Read, 1).unwrap();
        let writer = create(folder.path(), "agent", Access::Write, 2).unwrap();
        let access = |key: &str| {
            Keyring::read(folder.path()).unwrap().unwrap().find(key).map(|key| (key.name.clone(), key.access))
        };
        assert_eq!(access(&reader), Some(("browser".to_owned(), Access::Read)));
        assert_eq!(access(&writer), Some(("agent".to_owned(), Access::Write)));
        for wrong in ["", "battera_", &reader[1..], &reader.to_uppercase(), &format!("{reader} ")] {
            assert_eq!(access(wrong), None, "{wrong}");
        }
        assert!(matches!(create(folder.path(), "agent", Access::Read, 3), Err(KeyringError::Taken(_))));
        assert_eq!(revoke(folder.path(), "agent", 4).unwrap(), 1);
        assert_eq!(access(&writer), None);
        assert!(matches!(revoke(folder.path(), "agent", 5), Err(KeyringError::Unknown(_))));
        create(folder.path(), "agent", Access::Write, 6).unwrap();
        assert_eq!(access(&writer), None);
        let revoked: Vec<_> = list(folder.path()).unwrap().into_iter().map(|key| key.revoked_at).collect();
        assert_eq!(revoked, [None, Some(4), None]);
    }

    #[test]
    fn the_file_holds_no_key_and_is_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let key = create(folder.path(), "agent", Access::Write, 0).unwrap();
        let text = std::fs::read_to_string(file(folder.path())).unwrap();
        assert!(!text.contains(&key) && !text.contains(&key[PREFIX.len()..]), "{text}");
        assert_eq!(key.len(), PREFIX.len() + 32, "128 bits");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(file(folder.path())).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn names_are_short_and_printable_and_damaged_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", "  ", "a\nb", "\u{1b}[2J", &"a".repeat(101)] {
            assert!(
                matches!(create(folder.path(), name, Access::Read, 0), Err(KeyringError::Name)),
                "{name:?}"
            );
        }
        for text in
            ["", "{}", "[]", r#"{"format":2,"secret":"","keys":[]}"#, r#"{"format":1,"secret":"","keys":[]}"#]
        {
            std::fs::write(file(folder.path()), text).unwrap();
            let refused = create(folder.path(), "a", Access::Read, 0);
            assert!(matches!(refused, Err(KeyringError::Damaged { .. })), "{text}");
            assert_eq!(std::fs::read_to_string(file(folder.path())).unwrap(), text, "left as it was");
        }
    }
}
