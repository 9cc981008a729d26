//! Names with wildcards: each `*` and `#` stands for exactly one segment between dots.

/// Whether the name has the pattern's segments.
pub fn matches(pattern: &str, name: &str) -> bool {
    let mut names = name.split('.');
    pattern.split('.').all(|want| names.next().is_some_and(|one| segment_fits(want, one)))
        && names.next().is_none()
}

/// How many wildcards a pattern has: fewer is more specific.
pub(super) fn wildcards(pattern: &str) -> usize {
    pattern.split('.').filter(|segment| is_wildcard(segment)).count()
}

/// What follows the prefix, whose wildcards stand for a segment each. Nothing left over is `None`.
pub(super) fn strip<'a>(prefix: &str, name: &'a str) -> Option<&'a str> {
    let mut rest = name;
    let mut after_wildcard = None;
    for want in prefix.split('.') {
        let (one, tail) = rest.split_once('.')?;
        if !segment_fits(want, one) {
            return None;
        }
        if is_wildcard(want) {
            // What a wildcard stood for tells lines apart, so it stays in the label.
            after_wildcard.get_or_insert(rest);
        }
        rest = tail;
    }
    Some(after_wildcard.unwrap_or(rest))
}

/// A legend text whose `%1`, `%2`, … are what the pattern's wildcards stood for.
pub(super) fn fill(text: &str, pattern: &str, name: &str) -> String {
    let caught = pattern.split('.').zip(name.split('.')).filter(|(want, _)| is_wildcard(want));
    let mut filled = text.to_owned();
    for (place, (_, segment)) in caught.enumerate() {
        filled = filled.replace(&format!("%{}", place + 1), segment);
    }
    filled
}

/// `a.{x,y}.z` as `a.x.z` and `a.y.z`; text without a whole pair of braces is itself.
pub(super) fn braces(text: &str) -> Vec<String> {
    let whole = text.split_once('{').and_then(|(head, rest)| Some((head, rest.split_once('}')?)));
    let Some((head, (choices, tail))) = whole else {
        return vec![text.to_owned()];
    };
    let tails = braces(tail);
    choices
        .split(',')
        .flat_map(|choice| tails.iter().map(move |tail| format!("{head}{}{tail}", choice.trim())))
        .collect()
}

fn segment_fits(want: &str, one: &str) -> bool {
    if is_wildcard(want) { !one.is_empty() } else { want == one }
}

fn is_wildcard(segment: &str) -> bool {
    matches!(segment, "*" | "#")
}
