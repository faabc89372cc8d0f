//! The text of a PDF file; needs the feature `pdf`.

/// Why a file gives no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// This program was built without the feature.
    #[error("this build of crosscheck reads no PDF files")]
    NotBuilt,
    /// Damaged, locked by a password, or of a kind that the library does not know.
    #[error("the PDF file cannot be read: {0}")]
    Unreadable(String),
    /// Pages of pictures.
    #[error("the PDF file holds no text: its pages are pictures")]
    NoText,
}

impl PdfError {
    /// What to do about it; `path` is the file.
    pub fn help(&self, path: &str) -> String {
        let by_hand = format!("pdftotext {path:?} - | crosscheck check -");
        match self {
            Self::NotBuilt => {
                format!("take the text out first: {by_hand}; or build it in: cargo install --path . --features pdf")
            }
            Self::Unreadable(_) => format!("try another reader: {by_hand}"),
            Self::NoText => "run text recognition over it first, or give the article as text".to_owned(),
        }
    }
}

/// The text of all pages, a blank line between two.
///
/// # Errors
/// A file that cannot be read, or that holds no text; every file where the feature is off.
#[cfg(feature = "pdf")]
pub(super) fn read(bytes: &[u8]) -> Result<String, PdfError> {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    // The library gives up on some damaged files by a panic; that must not end the run.
    let read = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem_by_pages(bytes)));
    let pages = match read {
        Ok(Ok(pages)) => pages,
        Ok(Err(e)) => return Err(PdfError::Unreadable(e.to_string())),
        Err(_) => return Err(PdfError::Unreadable("its structure is damaged".to_owned())),
    };
    let pages: Vec<&str> = pages.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    if pages.is_empty() { Err(PdfError::NoText) } else { Ok(pages.join("\n\n")) }
}

#[cfg(not(feature = "pdf"))]
pub(super) fn read(_: &[u8]) -> Result<String, PdfError> {
    Err(PdfError::NotBuilt)
}
