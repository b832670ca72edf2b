//! Takes glyphs and ruling lines in as a page is drawn.

use std::panic::resume_unwind;
use std::time::Instant;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::WritingMode;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::fonts::Fonts;
use super::page::{Glyph, Page, Ruling};
use super::radicals::with_characters;

/// Steps that drawing a page may take. A page of a report takes some ten thousand.
const MOST_STEPS: u64 = 3_000_000;
/// Steps after which the time is looked at.
const STEPS_A_LOOK: u64 = 512;
/// A line is no thicker, in points.
const THICKEST: f64 = 7.0;
/// Points of a rectangle that is filled, with the first again and one to spare; outlines of text have more.
const MOST_CORNERS: usize = 6;
/// A piece of a line is no shorter, in points.
const SHORTEST: f64 = 0.8;

/// Ends drawing from within, where there is no other way to.
pub struct OverBudget;

/// A page that is being drawn.
pub struct Drawing<'f> {
    /// What was drawn.
    pub page: Page,
    fonts: &'f mut Fonts,
    bounds: Rect,
    clips: Vec<Rect>,
    deadline: Instant,
    steps: u64,
}

impl<'f> Drawing<'f> {
    /// An empty page of a width and height.
    pub fn new(width: f64, height: f64, fonts: &'f mut Fonts, deadline: Instant) -> Self {
        let page = Page { width, height, ..Page::default() };
        Self { page, fonts, bounds: Rect::new(0.0, 0.0, width, height), clips: Vec::new(), deadline, steps: 0 }
    }

    fn step(&mut self, count: usize) {
        let before = self.steps / STEPS_A_LOOK;
        self.steps += count.max(1) as u64;
        let look = self.steps / STEPS_A_LOOK != before;
        if self.steps > MOST_STEPS || (look && Instant::now() > self.deadline) {
            resume_unwind(Box::new(OverBudget));
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.bounds)
    }

    fn line(&mut self, a: Point, b: Point, thickness: f64) {
        let (width, height) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        let length = width.max(height);
        let is_straight = width.min(height) <= 0.02 * length + 0.3;
        if !length.is_finite() || !is_straight || length < SHORTEST || thickness > THICKEST {
            return;
        }
        let clip = self.clip().inflate(1.0, 1.0);
        let line = Rect::from_points(a, b);
        let seen = line.intersect(clip);
        if seen.x0 > seen.x1 || seen.y0 > seen.y1 || !clip.contains(seen.center()) {
            return;
        }
        let center = seen.center();
        self.page.rulings.push(match width >= height {
            true => Ruling { horizontal: true, at: center.y, from: seen.x0, to: seen.x1 },
            false => Ruling { horizontal: false, at: center.x, from: seen.y0, to: seen.y1 },
        });
    }

    /// A filled rectangle is a line if it is thin.
    fn filled(&mut self, rect: Rect) {
        let (width, height) = (rect.width(), rect.height());
        if height <= THICKEST && width > 2.0 * height {
            let y = rect.center().y;
            self.line(Point::new(rect.x0, y), Point::new(rect.x1, y), height);
        } else if width <= THICKEST && height > 2.0 * width {
            let x = rect.center().x;
            self.line(Point::new(x, rect.y0), Point::new(x, rect.y1), width);
        }
    }

    fn stroke(&mut self, path: &BezPath, transform: Affine, thickness: f64) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => (start, last) = (transform * to, transform * to),
                PathEl::LineTo(to) => {
                    self.line(last, transform * to, thickness);
                    last = transform * to;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => last = transform * to,
                PathEl::ClosePath => {
                    self.line(last, start, thickness);
                    last = start;
                }
            }
        }
    }

    /// Word and WPS fill the borders of many cells in one path.
    fn fill(&mut self, path: &BezPath, transform: Affine) {
        let mut part: Option<Rect> = None;
        let (mut is_curved, mut corners) = (false, 0);
        for element in path.elements().iter().copied().chain([PathEl::MoveTo(Point::ZERO)]) {
            match element {
                PathEl::MoveTo(to) => {
                    if let Some(rect) = part.take().filter(|_| !is_curved && corners <= MOST_CORNERS) {
                        self.filled(rect);
                    }
                    (is_curved, corners) = (false, 1);
                    part = Some(Rect::from_points(transform * to, transform * to));
                }
                PathEl::LineTo(to) => {
                    corners += 1;
                    part = part.map(|rect| rect.union_pt(transform * to));
                }
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => is_curved = true,
                PathEl::ClosePath => {}
            }
        }
    }

    fn path(&mut self, path: &BezPath, transform: Affine, mode: &DrawMode) {
        self.page.has_shapes = true;
        match mode {
            DrawMode::Invisible => {}
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                let scale = transform.determinant().abs().sqrt();
                self.stroke(path, transform, f64::from(stroke.line_width) * scale);
            }
            DrawMode::Fill(_) => self.fill(path, transform),
        }
    }

    fn glyph(&mut self, drawn: &PositionedGlyph<'_>, transform: Affine, is_vertical: bool) {
        // A glyph is drawn in thousandths of its size.
        let matrix = transform * drawn.transform();
        let origin = matrix * Point::ZERO;
        let along: Vec2 = matrix * Point::new(1000.0, 0.0) - origin;
        let up: Vec2 = matrix * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot();
        let middle = origin + along * 0.25 + up * 0.25;
        if !origin.is_finite() || !size.is_finite() || !self.clip().contains(middle) {
            return;
        }
        let text = self.fonts.text(drawn);
        self.page.unknown += usize::from(text.is_none());
        let text = with_characters(text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.into()));
        let width = if is_vertical { size } else { advance(drawn, along.hypot(), size) };
        self.page.glyphs.push(Glyph { text, x: origin.x, y: origin.y, width, size, turns: quarter_turns(along) });
    }
}

/// How far the next glyph stands off, by what the font says.
fn advance(drawn: &Drawn<'_>, along: f64, size: f64) -> f64 {
    let (advance, is_substituted) = match drawn {
        Drawn::Outline(outline) => (outline.advance_width(), outline.font_data().is_none()),
        Drawn::Type3(glyph) => (glyph.advance_width(), false),
    };
    // A font that is not in the file is stretched to the widths that it states.
    let scale = if is_substituted { size } else { along };
    advance.map_or(0.5 * size, |advance| f64::from(advance) / 1000.0 * scale)
}

fn quarter_turns(along: Vec2) -> Option<u8> {
    const TOLERANCE: f64 = 3.0;
    let degrees = along.atan2().to_degrees().rem_euclid(360.0);
    [(0, 0.0), (1, 90.0), (2, 180.0), (3, 270.0), (0, 360.0)]
        .into_iter()
        .find(|(_, angle): &(u8, f64)| (degrees - angle).abs() < TOLERANCE)
        .map(|(turns, _)| turns)
}

impl<'a> Device<'a> for Drawing<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.step(path.elements().len());
        self.path(path, props.transform, mode);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.step(1);
        match mode {
            DrawMode::Fill(_) => self.filled(props.transform.transform_rect_bbox(*rect)),
            _ => self.path(&rect.to_path(0.1), props.transform, mode),
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.step(1);
        let clip = self.clip().intersect(clip.path.bounding_box());
        self.clips.push(clip);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.step(1);
        let clip = self.clip().intersect(*rect);
        self.clips.push(clip);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step(1);
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.step(1);
        // A picture is drawn in its own dots.
        let dots = f64::from(image.width()) * f64::from(image.height());
        self.page.pictured += dots * props.transform.determinant().abs();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.step(run.glyphs().len());
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform, is_vertical);
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], _: Option<&Dict<'_>>) {
        self.step(1);
    }

    fn end_marked_content(&mut self) {}
}
