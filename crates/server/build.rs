//! Embeds the app: every file of the folder `BATTERA_DIST`, or of the `dist` beside the workspace, packed once here.
//!
//! Without such a folder the executable is built without the app.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Files larger than this are not packed with brotli in a build that is not for use: it takes seconds.
const QUICK_BYTES: usize = 256 * 1024;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=BATTERA_DIST");
    println!("cargo::rerun-if-changed=build.rs");
    let folder = match std::env::var_os("BATTERA_DIST") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env("CARGO_MANIFEST_DIR")?).join("../../dist"),
    };
    // Cargo watches only what exists; a missing folder would have it build everything anew each time.
    let _read_only = std::fs::create_dir_all(&folder);
    let folder = folder.canonicalize().unwrap_or(folder);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files)?;
    files.sort();
    let out = PathBuf::from(env("OUT_DIR")?);
    let thorough = env("PROFILE")? == "release";
    let mut source = String::from("/// Every embedded file, sorted by path.\nstatic ASSETS: &[Asset] = &[\n");
    for (number, (path, file)) in files.iter().enumerate() {
        let plain = std::fs::read(file)?;
        let packed = |suffix: &str, bytes: Vec<u8>| -> io::Result<String> {
            // Files that hardly shrink, such as pictures, are sent as they are.
            if bytes.len() * 10 > plain.len() * 9 {
                return Ok("None".to_owned());
            }
            let name = out.join(format!("{number}.{suffix}"));
            std::fs::write(&name, bytes)?;
            Ok(format!("Some({})", include(&name)))
        };
        let gzip = packed("gz", gzip(&plain)?)?;
        let brotli = if thorough || plain.len() <= QUICK_BYTES {
            packed("br", brotli(&plain)?)?
        } else {
            "None".to_owned()
        };
        writeln!(
            source,
            "Asset {{ path: {path:?}, content_type: {:?}, plain: {}, brotli: {brotli}, gzip: {gzip} }},",
            content_type(path),
            include(file),
        )
        .map_err(io::Error::other)?;
    }
    source.push_str("];\n");
    std::fs::write(out.join("assets.rs"), source)
}

/// The bytes of a file as an expression.
fn include(file: &Path) -> String {
    format!("include_bytes!({:?})", file.to_string_lossy())
}

fn env(name: &str) -> io::Result<String> {
    std::env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

/// Every file below the folder, with the path that a browser asks for. Hidden ones are the bundler's own.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let relative = path.strip_prefix(root).map_err(io::Error::other)?;
        let Some(name) = relative.to_str() else { continue };
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            files.push((format!("/{}", name.replace('\\', "/")), path));
        }
    }
    Ok(())
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

fn brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: plain.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
