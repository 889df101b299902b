//! What happened, as one number that two runs of a seed must share, and as text for whoever replays a world.

/// The trace of a world.
#[derive(Debug)]
pub(crate) struct Trace {
    hash: u64,
    steps: u64,
    lines: Option<Vec<String>>,
}

impl Trace {
    /// Keeps the text of every step only when asked to.
    pub(crate) const fn new(with_text: bool) -> Self {
        Self { hash: 0xcbf2_9ce4_8422_2325, steps: 0, lines: if with_text { Some(Vec::new()) } else { None } }
    }

    pub(crate) fn add(&mut self, now: u64, who: u32, what: &'static str, number: u64, text: impl FnOnce() -> String) {
        self.steps += 1;
        for part in [now, u64::from(who), number] {
            self.mix(part);
        }
        for byte in what.bytes() {
            self.mix(u64::from(byte));
        }
        if let Some(lines) = &mut self.lines {
            let (seconds, micros) = (now / 1_000_000, now % 1_000_000);
            lines.push(format!("{seconds:>9}.{micros:06} p{who:<3} {what:<12} {}", text()));
        }
    }

    fn mix(&mut self, part: u64) {
        self.hash = (self.hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }

    pub(crate) const fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    pub(crate) fn take_lines(&mut self) -> Vec<String> {
        self.lines.as_mut().map(std::mem::take).unwrap_or_default()
    }
}
