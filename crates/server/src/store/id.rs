//! Ids of objects: 11 characters of base 58 that nobody can guess.

use super::Error;

/// No `0`, `O`, `I` or `l`, which people confuse.
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH: usize = 11;

/// A new id. Its first character is 2 to 5, as the ids that clients know.
pub fn fresh() -> Result<String, Error> {
    // 64 bits for 58^10 × 4 ids: the bias of the remainder cannot be seen.
    let mut number = getrandom::u64().map_err(|_| Error::Random)?;
    let mut id = String::with_capacity(LENGTH);
    id.push(char::from(b'2' + (number % 4) as u8));
    number /= 4;
    for _ in 1..LENGTH {
        id.push(char::from(ALPHABET[(number % 58) as usize]));
        number /= 58;
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_look_as_clients_expect_and_differ() {
        let ids: std::collections::BTreeSet<_> =
            (0..1_000).map(|_| fresh().expect("random numbers")).collect();
        assert_eq!(ids.len(), 1_000);
        for id in ids {
            assert_eq!(id.len(), LENGTH, "{id}");
            assert!(('2'..='5').contains(&id.chars().next().unwrap_or_default()), "{id}");
            assert!(id.bytes().all(|byte| ALPHABET.contains(&byte)), "{id}");
        }
    }
}
