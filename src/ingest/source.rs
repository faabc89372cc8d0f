//! Where documents come from: files, folders, standard input.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::error::IngestError;

/// How a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One document of plain text.
    Text,
    /// One document of Markdown.
    Markdown,
    /// One web page.
    Html,
    /// One document a line.
    Jsonl,
    /// RSS or Atom: one document an entry.
    Feed,
    /// What a crawler stored: one document an HTML response.
    Warc,
    /// The text of a PDF file; needs the feature `pdf`.
    Pdf,
}

impl Format {
    /// By the ending of a name, that of its compression left out; a name without one is text.
    fn of(path: &Path) -> Result<Format, String> {
        let ending = |p: &Path| p.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        let mut found = ending(path);
        if matches!(found.as_deref(), Some("gz" | "zst")) {
            found = ending(Path::new(path.file_stem().unwrap_or_default()));
        }
        match found.as_deref() {
            None | Some("txt" | "text") => Ok(Format::Text),
            Some("md" | "markdown") => Ok(Format::Markdown),
            Some("html" | "htm" | "xhtml") => Ok(Format::Html),
            Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
            Some("xml" | "rss" | "atom") => Ok(Format::Feed),
            Some("warc") => Ok(Format::Warc),
            Some("pdf") => Ok(Format::Pdf),
            Some(other) => Err(format!(".{other}")),
        }
    }

    /// By the first bytes; what nothing speaks for is text.
    pub(super) fn guess(head: &[u8]) -> Format {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let has = |what: &[u8]| start.get(..what.len()).is_some_and(|s| s.eq_ignore_ascii_case(what));
        if start.starts_with(b"{") {
            Format::Jsonl
        } else if start.starts_with(b"WARC/") {
            Format::Warc
        } else if start.starts_with(b"%PDF-") {
            Format::Pdf
        } else if has(b"<!doctype html") || has(b"<html") {
            Format::Html
        } else if has(b"<rss") || has(b"<feed") || has(b"<?xml") {
            Format::Feed
        } else {
            Format::Text
        }
    }
}

/// One file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// As given, or as found below a folder as given; `-` is standard input.
    pub path: PathBuf,
    /// How to read it; `None` for standard input of no stated format, which shows itself by its first byte.
    pub format: Option<Format>,
}

impl Source {
    /// Whether this is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// The name in outputs.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }
}

/// The files that paths name, in the order given; a folder's files sorted by path, ignored and hidden ones left out.
///
/// In a folder only files of a known ending count; those of a format that is known and not read are reported.
/// `format` is what the user says all of them are.
pub fn sources(paths: &[PathBuf], format: Option<Format>) -> Vec<Result<Source, IngestError>> {
    let mut out = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            out.push(Ok(Source { path: path.clone(), format }));
        } else if path.is_dir() {
            walk(path, format, &mut out);
        } else {
            out.push(file(path, format));
        }
    }
    out
}

/// Puts sources in the order of their paths and drops those named twice, so that the order of arguments does not
/// matter. Errors come first.
pub fn sort_by_path(sources: &mut Vec<Result<Source, IngestError>>) {
    sources.sort_by(|a, b| match (a, b) {
        (Ok(a), Ok(b)) => a.path.cmp(&b.path),
        (a, b) => a.is_ok().cmp(&b.is_ok()),
    });
    sources.dedup_by(|a, b| matches!((a, b), (Ok(a), Ok(b)) if a.path == b.path));
}

fn file(path: &Path, format: Option<Format>) -> Result<Source, IngestError> {
    let format = match format {
        Some(format) => format,
        None => Format::of(path).map_err(|ending| IngestError::Format { path: path.display().to_string(), ending })?,
    };
    Ok(Source { path: path.to_owned(), format: Some(format) })
}

fn walk(folder: &Path, format: Option<Format>, out: &mut Vec<Result<Source, IngestError>>) {
    // Nothing outside the folder and its parents decides: no global git settings, and no need of a repository.
    let walk = WalkBuilder::new(folder)
        .git_global(false)
        .require_git(false)
        .add_custom_ignore_filename(".crosscheckignore")
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                let path = entry.path();
                if path.extension().is_none() {
                    continue;
                }
                match file(path, Format::of(path).ok().and(format)) {
                    Err(IngestError::Format { ending, .. }) if !is_known(&ending) => {}
                    other => out.push(other),
                }
            }
            Ok(_) => {}
            Err(e) => {
                let cause = e.io_error().map_or_else(
                    || std::io::Error::other(e.to_string()),
                    |io| std::io::Error::new(io.kind(), e.to_string()),
                );
                out.push(Err(IngestError::Read { path: folder.display().to_string(), cause }));
            }
        }
    }
}

/// Formats that hold documents and are not read.
fn is_known(ending: &str) -> bool {
    matches!(ending, ".doc" | ".docx" | ".hwp" | ".hwpx")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_ignore_files_respected() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("sub")).unwrap();
        for name in ["b.txt", "a.jsonl", "sub/c.md", "skip.txt", "x.png", "page.html.gz", "old.HWP", "x.tar.gz"] {
            fs::write(root.join(name), "x").unwrap();
        }
        fs::write(root.join(".gitignore"), "skip.txt\n").unwrap();
        let found = sources(&[root.to_owned()], None);
        let names: Vec<String> = found
            .iter()
            .filter_map(|s| s.as_ref().ok())
            .map(|s| s.path.strip_prefix(root).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["a.jsonl", "b.txt", "page.html.gz", "sub/c.md"]);
        assert_eq!(found.iter().filter(|s| s.is_err()).count(), 1);
    }

    #[test]
    fn the_order_of_arguments_can_be_made_to_not_matter() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let mut one = sources(&paths(&["b.txt", "a.txt", "b.txt"]), None);
        let mut two = sources(&paths(&["a.txt", "b.txt"]), None);
        sort_by_path(&mut one);
        sort_by_path(&mut two);
        assert_eq!(format!("{one:?}"), format!("{two:?}"));
    }
}
