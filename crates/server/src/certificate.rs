//! When the certificate of a server ends, read from the certificate itself.
//!
//! Any bytes are read without a panic. What is no X.509 certificate has no end, nor has one that ends before 1970 or
//! after the year 4000, as those do that are meant never to.

use crate::annotate::moment;
use series::Time;

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const VERSION: u8 = 0xa0;

/// The last second in which a certificate, as DER, is valid.
pub fn not_after(der: &[u8]) -> Option<Time> {
    let (certificate, _) = take(der, SEQUENCE)?;
    let (body, _) = take(certificate, SEQUENCE)?;
    let body = take(body, VERSION).map_or(body, |(_, rest)| rest);
    let (_serial, body) = take(body, INTEGER)?;
    let (_algorithm, body) = take(body, SEQUENCE)?;
    let (_issuer, body) = take(body, SEQUENCE)?;
    let (validity, _) = take(body, SEQUENCE)?;
    let (_, _not_before, validity) = element(validity)?;
    let (tag, end, _) = element(validity)?;
    time(tag, std::str::from_utf8(end).ok()?)
}

/// What an element of this kind contains, and what follows it.
fn take(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = element(bytes)?;
    (tag == wanted).then_some((content, rest))
}

/// The kind of the first element, what it contains, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, length], rest) = bytes.split_first_chunk()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// `YYMMDDhhmmssZ`, where years before 50 are of this century, or the same with four digits of the year.
fn time(tag: u8, text: &str) -> Option<Time> {
    let text = match tag {
        UTC_TIME => format!("{}{text}", if text.get(..2)? < "50" { "20" } else { "19" }),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| text.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    (text.get(14..) == Some("Z"))
        .then(|| moment::date(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82], &length[..], content].concat()
    }

    fn certificate(version: &[u8], end: &[u8]) -> Vec<u8> {
        let begin = wrap(UTC_TIME, b"200101000000Z");
        let validity = wrap(SEQUENCE, &[&begin[..], end].concat());
        let body = [version, &[INTEGER, 1, 5, SEQUENCE, 0, SEQUENCE, 0], &validity].concat();
        wrap(SEQUENCE, &wrap(SEQUENCE, &body))
    }

    #[test]
    fn the_end_is_read_in_both_spellings() {
        let version = [VERSION, 3, INTEGER, 1, 2];
        for (tag, text, expected) in [
            (UTC_TIME, "270125080000Z", Some(1_800_864_000)),
            (UTC_TIME, "491231235959Z", Some(2_524_607_999)),
            (UTC_TIME, "991231235959Z", Some(946_684_799)),
            (GENERALIZED_TIME, "20500101000000Z", Some(2_524_608_000)),
            (GENERALIZED_TIME, "99991231235959Z", None),
            (GENERALIZED_TIME, "20500101000000", None),
            (UTC_TIME, "270231080000Z", None),
            (UTC_TIME, "2701250800Z", None),
            (UTC_TIME, "日本", None),
            (SEQUENCE, "270125080000Z", None),
        ] {
            let end = wrap(tag, text.as_bytes());
            for version in [&version[..], &[]] {
                assert_eq!(not_after(&certificate(version, &end)), expected, "{tag:x} {text}");
            }
        }
        let whole = certificate(&version, &wrap(UTC_TIME, b"270125080000Z"));
        for length in 0..whole.len() {
            assert_eq!(not_after(&whole[..length]), None, "cut at {length}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..80), at in any::<prop::sample::Index>()) {
            not_after(&bytes);
            let mut whole = certificate(&[], &wrap(UTC_TIME, b"270125080000Z"));
            let at = at.index(whole.len());
            whole[at..].iter_mut().zip(&bytes).for_each(|(byte, other)| *byte = *other);
            not_after(&whole);
        }
    }
}
