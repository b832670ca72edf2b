//! PDF files: glyphs and lines on pages become paragraphs and tables again, with page and line of each.

mod device;
mod fonts;
mod furniture;
mod grid;
mod layout;
mod limits;
mod lines;
mod page;
mod radicals;
mod rows;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};

use super::error::ReadError;
use super::writer::Reading;
use device::Drawing;
use fonts::Fonts;
use page::Page;

/// What the thread that reads a PDF is called.
const THREAD: &str = "gouji-pdf";
/// What a PDF is called in errors.
const PDF: &str = "PDF";
/// How long drawing pages may take. A report takes some hundredths of a second.
const TIME_TO_DRAW: Duration = Duration::from_secs(5);
/// How long the whole file may take: not everything can be stopped from within.
const TIME: Duration = Duration::from_secs(10);
/// Pages of a file. A province's report has some thirty.
const MOST_PAGES: usize = 1000;
/// The stack for objects that hold each other.
const STACK: usize = 64 * 1024 * 1024;

/// What was read of a PDF, and how many of its characters could not be.
pub struct Read {
    /// The text and places.
    pub reading: Reading,
    /// Characters of which the file does not tell what they say.
    pub unknown: usize,
    /// Pages, from 1, that are pictures.
    pub scans: Vec<u32>,
}

/// Reads a PDF.
///
/// # Errors
/// It is damaged, protected, a scan, larger than any report, or takes too long.
pub fn read(bytes: Vec<u8>) -> Result<Read, ReadError> {
    let (sender, receiver) = channel();
    let work = move || {
        // Whether anyone still waits does not matter.
        let _ = sender.send(catch_unwind(AssertUnwindSafe(|| text_of(read_pages(bytes)?))));
    };
    std::thread::Builder::new().name(THREAD.into()).stack_size(STACK).spawn(work)?;
    match receiver.recv_timeout(TIME) {
        Ok(Ok(read)) => read,
        // A file for which the reader of PDF was not made.
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(ReadError::Damaged(PDF)),
        Err(RecvTimeoutError::Timeout) => Err(ReadError::TooSlow(TIME.as_secs())),
    }
}

fn text_of(mut pages: Vec<Page>) -> Result<Read, ReadError> {
    let glyphs: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    let scans: Vec<u32> = (1..).zip(&pages).filter(|(_, page)| page.is_scan()).map(|(number, _)| number).collect();
    let has_no_text = pages.iter().all(|page| page.is_scan() || page.glyphs.is_empty());
    if has_no_text && (!scans.is_empty() || pages.iter().any(|page| page.has_shapes)) {
        return Err(ReadError::Scan);
    }
    if unknown * 2 > glyphs {
        return Err(ReadError::Unmapped);
    }
    pages.iter_mut().for_each(Page::turn_to_text);
    Ok(Read { reading: layout::write(&pages)?, unknown, scans })
}

fn read_pages(bytes: Vec<u8>) -> Result<Vec<Page>, ReadError> {
    if limits::unpacks_to_too_much(&bytes) {
        return Err(ReadError::TooComplex(PDF));
    }
    let deadline = Instant::now() + TIME_TO_DRAW;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ReadError::Protected,
        LoadPdfError::Invalid => ReadError::Damaged(PDF),
    })?;
    if pdf.pages().len() > MOST_PAGES || limits::states_too_much(&pdf) {
        return Err(ReadError::TooComplex(PDF));
    }
    if pdf.pages().is_empty() {
        return Err(ReadError::Damaged(PDF));
    }
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let cache = InterpreterCache::new();
    let mut fonts = Fonts::default();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        fonts.note(page);
        let mut drawing = Drawing::new(width, height, &mut fonts, deadline);
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let bounds = Rect::new(0.0, 0.0, width, height);
            let mut context = Context::new(transform, bounds, &cache, pdf.xref(), settings.clone());
            interpret_page(page, &mut context, &mut drawing);
        }));
        match drawn {
            Ok(()) => pages.push(drawing.page),
            Err(cause) if cause.is::<device::OverBudget>() => return Err(ReadError::TooComplex(PDF)),
            Err(_) => return Err(ReadError::Damaged(PDF)),
        }
    }
    Ok(pages)
}
