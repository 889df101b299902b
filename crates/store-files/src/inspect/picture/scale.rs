//! Makes a picture smaller while its rows come in: every new pixel is the mean of the area it covers.

use super::{DAMAGED, Picture};

/// The sums of an area: red, green and blue times opacity, and opacity, each times the area.
type Sums = [u64; 4];

/// Takes the rows of a picture from the top and makes the smaller one.
pub(super) struct Scaler {
    from: (u32, u32),
    to: (u32, u32),
    /// The new row under way.
    sums: Vec<Sums>,
    /// One row made narrower.
    line: Vec<Sums>,
    /// Rows that have come, in parts of new rows.
    seen: u64,
    pixels: Vec<u8>,
}

impl Scaler {
    /// For a picture of this size, to sides of at most `side`.
    pub(super) fn new(width: u32, height: u32, side: u32) -> Self {
        let to = (shorter(width, width, height, side), shorter(height, width, height, side));
        let cells = usize::try_from(to.0).unwrap_or(0);
        let area = cells.saturating_mul(usize::try_from(to.1).unwrap_or(0)).saturating_mul(4);
        Self {
            from: (width, height),
            to,
            sums: vec![[0; 4]; cells],
            line: vec![[0; 4]; cells],
            seen: 0,
            pixels: Vec::with_capacity(area),
        }
    }

    /// The next row, as pixels of four bytes.
    pub(super) fn push(&mut self, row: impl Iterator<Item = [u8; 4]>) {
        self.narrow(row);
        let (whole, part) = (u64::from(self.from.1), u64::from(self.to.1));
        let until = self.seen.saturating_add(part);
        while self.seen < until {
            let end = (self.seen / whole).saturating_add(1).saturating_mul(whole);
            let upto = until.min(end);
            let weight = upto - self.seen;
            for (sum, cell) in self.sums.iter_mut().zip(&self.line) {
                add(sum, cell, weight);
            }
            self.seen = upto;
            if upto == end {
                self.finish_row();
            }
        }
    }

    /// The smaller picture.
    ///
    /// # Errors
    /// When rows are missing.
    pub(super) fn finish(self) -> Result<Picture, &'static str> {
        let (width, height) = self.to;
        let wanted = u64::from(width).saturating_mul(u64::from(height)).saturating_mul(4);
        if u64::try_from(self.pixels.len()) != Ok(wanted) {
            return Err(DAMAGED);
        }
        Ok(Picture { width, height, pixels: self.pixels })
    }

    /// Adds the pixels of a row up into cells of the new width.
    fn narrow(&mut self, row: impl Iterator<Item = [u8; 4]>) {
        self.line.fill([0; 4]);
        let (whole, part) = (u64::from(self.from.0), u64::from(self.to.0));
        let mut seen: u64 = 0;
        let mut cells = self.line.iter_mut();
        let mut cell = cells.next();
        for [red, green, blue, opacity] in row {
            let opacity = u64::from(opacity);
            let pixel = [u64::from(red) * opacity, u64::from(green) * opacity, u64::from(blue) * opacity, opacity];
            let until = seen.saturating_add(part);
            while seen < until {
                let end = (seen / whole).saturating_add(1).saturating_mul(whole);
                let upto = until.min(end);
                if let Some(sum) = cell.as_deref_mut() {
                    add(sum, &pixel, upto - seen);
                }
                seen = upto;
                if upto == end {
                    cell = cells.next();
                }
            }
        }
    }

    fn finish_row(&mut self) {
        let area = u64::from(self.from.0).saturating_mul(u64::from(self.from.1)).max(1);
        for [red, green, blue, opacity] in &mut self.sums {
            let colour = |sum: u64| mean(sum, (*opacity).max(1));
            self.pixels.extend([colour(*red), colour(*green), colour(*blue), mean(*opacity, area)]);
        }
        self.sums.fill([0; 4]);
    }
}

fn add(sum: &mut Sums, more: &Sums, weight: u64) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum = sum.saturating_add(more.saturating_mul(weight));
    }
}

/// Rounded to the nearest.
fn mean(sum: u64, count: u64) -> u8 {
    u8::try_from(sum.saturating_add(count / 2) / count).unwrap_or(u8::MAX)
}

/// How long one side becomes when the longer one becomes `side`.
fn shorter(one: u32, width: u32, height: u32, side: u32) -> u32 {
    let longest = u64::from(width.max(height));
    if longest <= u64::from(side) {
        return one;
    }
    let scaled = (u64::from(one) * u64::from(side) + longest / 2) / longest;
    u32::try_from(scaled).unwrap_or(1).max(1)
}
