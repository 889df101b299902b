//! Licence expressions as crates write them: names joined by `OR`, `AND` and `WITH`, with parentheses.
//! Source: SPDX 2.3 annex D; `/` for `OR` is the older habit that cargo still accepts.

/// Whether the expression can be met with licences that `accepts` takes; `None` if it cannot be read.
/// An exception after `WITH` only ever gives more rights, so the licence before it decides.
pub(super) fn is_satisfied(expression: &str, accepts: impl Fn(&str) -> bool) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let verdict = either(&mut words, &accepts)?;
    words.is_empty().then_some(verdict)
}

fn either(words: &mut Vec<&str>, accepts: &impl Fn(&str) -> bool) -> Option<bool> {
    let mut verdict = both(words, accepts)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        verdict |= both(words, accepts)?;
    }
    Some(verdict)
}

fn both(words: &mut Vec<&str>, accepts: &impl Fn(&str) -> bool) -> Option<bool> {
    let mut verdict = one(words, accepts)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        verdict &= one(words, accepts)?;
    }
    Some(verdict)
}

fn one(words: &mut Vec<&str>, accepts: &impl Fn(&str) -> bool) -> Option<bool> {
    match words.pop()? {
        "(" => {
            let verdict = either(words, accepts)?;
            words.pop_if(|word| *word == ")").map(|_| verdict)
        }
        ")" | "OR" | "AND" | "WITH" => None,
        licence => {
            if words.pop_if(|word| *word == "WITH").is_some() {
                words.pop()?;
            }
            Some(accepts(licence))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, expected: Option<bool>) {
        assert_eq!(
            is_satisfied(expression, |licence| matches!(licence, "MIT" | "Apache-2.0" | "ISC")),
            expected,
            "{expression}"
        );
    }

    #[test]
    fn and_binds_tighter_than_or_and_parentheses_tightest() {
        check("MIT", Some(true));
        check("GPL-3.0", Some(false));
        check("MIT/Apache-2.0", Some(true));
        check("GPL-3.0 OR MIT", Some(true));
        check("Apache-2.0 AND ISC", Some(true));
        check("MIT OR ISC AND GPL-3.0", Some(true));
        check("(MIT OR ISC) AND GPL-3.0", Some(false));
        check("Apache-2.0 WITH LLVM-exception OR GPL-3.0", Some(true));
    }

    #[test]
    fn what_is_no_expression_is_not_taken_for_one() {
        for broken in ["", "MIT OR", "(MIT", "MIT)", "AND MIT", "MIT ISC", "MIT WITH"] {
            check(broken, None);
        }
    }
}
