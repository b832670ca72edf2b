//! What stands on a page: glyphs and ruling lines, in points from its top left corner, as it is seen
//! after rotation.

use super::lines::middle;

/// A character, or a few that are one glyph.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// What it says.
    pub text: String,
    /// Left end.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// How far the next one stands off.
    pub width: f64,
    /// Font size.
    pub size: f64,
    /// Direction of the baseline: quarter turns, none for any other angle.
    pub turns: Option<u8>,
}

impl Glyph {
    /// Right end.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Between its foot and its head, where it is told to be.
    pub fn middle(&self) -> f64 {
        self.y - 0.35 * self.size
    }

    /// The point it is around, whichever way it is turned.
    pub fn center(&self) -> (f64, f64) {
        let (along, up) = (self.width / 2.0, 0.35 * self.size);
        match self.turns {
            Some(1) => (self.x + up, self.y + along),
            Some(2) => (self.x - along, self.y + up),
            Some(3) => (self.x - up, self.y - along),
            _ => (self.x + along, self.y - up),
        }
    }
}

/// A horizontal or vertical line.
#[derive(Debug, Clone, Copy)]
pub struct Ruling {
    /// Whether it is horizontal.
    pub horizontal: bool,
    /// Where it is: y if it is horizontal, x if not.
    pub at: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// In the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// In the order in which they are drawn.
    pub rulings: Vec<Ruling>,
    /// Square points that pictures cover.
    pub pictured: f64,
    /// Whether shapes are on it that may be outlines of text.
    pub has_shapes: bool,
    /// Glyphs of which the file does not tell what they say.
    pub unknown: usize,
}

/// Times the usual size from which on text is a water mark, upright and turned; a title is no larger.
const LARGE_UPRIGHT: f64 = 4.5;
const LARGE_TURNED: f64 = 2.0;
/// Glyphs of a page that is a picture but for its page number.
const FEW_GLYPHS: usize = 12;
/// Part of a page that a picture of it covers; a seal covers less.
const MOST_OF_PAGE: f64 = 0.4;

impl Page {
    /// Whether it is a picture without text.
    pub fn is_scan(&self) -> bool {
        let is_picture = self.pictured >= MOST_OF_PAGE * self.width * self.height;
        is_picture && self.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count() < FEW_GLYPHS
    }

    /// Turns the page so that most of its text runs from left to right, and leaves out what stands
    /// askew: water marks. The turns of glyphs are then those against the others.
    pub fn turn_to_text(&mut self) {
        let mut counts = [0usize; 4];
        for turns in self.glyphs.iter().filter_map(|glyph| glyph.turns) {
            counts[usize::from(turns)] += 1;
        }
        let most = counts.iter().max().copied().unwrap_or(0);
        let turns = counts.iter().position(|&count| count == most).unwrap_or(0);
        self.glyphs.retain(|glyph| glyph.turns.is_some());
        for glyph in &mut self.glyphs {
            glyph.turns = glyph.turns.map(|own| (own + 4 - turns as u8) % 4);
        }
        for _ in 0..(4 - turns) % 4 {
            self.quarter_turn();
        }
        self.leave_out_large();
    }

    /// Leaves out what is written large across the others.
    fn leave_out_large(&mut self) {
        let usual = middle(self.glyphs.iter().map(|glyph| glyph.size));
        let is_large = |glyph: &Glyph| {
            let times = if glyph.turns == Some(0) { LARGE_UPRIGHT } else { LARGE_TURNED };
            glyph.size > times * usual
        };
        self.glyphs.retain(|glyph| !is_large(glyph));
    }

    /// Turns the page clockwise.
    fn quarter_turn(&mut self) {
        let height = self.height;
        for glyph in &mut self.glyphs {
            (glyph.x, glyph.y) = (height - glyph.y, glyph.x);
        }
        for ruling in &mut self.rulings {
            *ruling = match ruling.horizontal {
                true => Ruling { horizontal: false, at: height - ruling.at, ..*ruling },
                false => Ruling { horizontal: true, at: ruling.at, from: height - ruling.to, to: height - ruling.from },
            };
        }
        (self.width, self.height) = (self.height, self.width);
    }
}
