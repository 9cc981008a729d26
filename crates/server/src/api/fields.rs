//! Bodies that are kept whole, checked by a table of rules: one line per field that means something here.
//!
//! * `null` is the same as absent, and gone afterwards; a field without a rule is kept as it came.
//! * Lists of references name objects that exist; roles are written with a blank after the colon.
//! * A refusal names the field by its path, as in `recurrence.interval`.

use crate::store::objects::{self, Kind, Object};
use crate::store::{Db, Error, monitors, services};
use mackerel::names::RoleFullName;
use serde_json::Value;

/// The rule of one field.
pub(super) struct Field {
    name: &'static str,
    is: Is,
    absent: Absent,
}

/// What a field may be.
pub(super) enum Is {
    /// A text of so many characters.
    Text(usize, usize),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A whole number between two bounds, both included.
    Whole(i64, i64),
    /// A number.
    Number,
    /// Seconds since the epoch, floored.
    Time,
    /// True or false.
    Flag,
    /// The name or id of an object that exists.
    One(Reference),
    /// A list of such.
    All(Reference),
    /// An object with rules of its own.
    Object(&'static [Field]),
    /// A list of such.
    Objects(&'static [Field]),
}

/// What a name or an id stands for.
#[derive(Clone, Copy)]
pub(super) enum Reference {
    /// A service, by its name.
    Service,
    /// A role, by its full name.
    Role,
    /// A service or a role.
    Scope,
    /// A monitor, by its id.
    Monitor,
    /// An object of this kind, by its id.
    Object(Kind),
}

/// What happens without a field.
enum Absent {
    /// The body is refused.
    Refused,
    /// It stays away.
    Fine,
    /// It becomes this.
    Becomes(fn() -> Value),
}

/// Times beyond this are refused: no clock says that.
const FAR_SECS: f64 = 1e15;

/// Longest list.
const MAX_ITEMS: usize = 1_000;

/// A field that must be there.
pub(super) const fn required(name: &'static str, is: Is) -> Field {
    Field { name, is, absent: Absent::Refused }
}

/// A field that may stay away.
pub(super) const fn optional(name: &'static str, is: Is) -> Field {
    Field { name, is, absent: Absent::Fine }
}

/// A field that becomes something where it is absent.
pub(super) const fn or(name: &'static str, is: Is, default: fn() -> Value) -> Field {
    Field { name, is, absent: Absent::Becomes(default) }
}

/// Checks a body, fills in what is absent, and brings what is there into one form.
pub(super) fn apply(db: &Db<'_>, rules: &[Field], object: &mut Object) -> Result<(), Error> {
    apply_at(db, rules, object, "")
}

/// A list of nothing, for [`or`].
pub(super) fn none() -> Value {
    Value::Array(Vec::new())
}

/// An empty text, for [`or`].
pub(super) fn empty() -> Value {
    Value::String(String::new())
}

/// False, for [`or`].
pub(super) fn no() -> Value {
    Value::Bool(false)
}

/// As much of a text as a message needs.
pub(super) fn short(text: &str) -> String {
    const MOST_CHARS: usize = 60;
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn apply_at(db: &Db<'_>, rules: &[Field], object: &mut Object, place: &str) -> Result<(), Error> {
    object.retain(|_, value| !value.is_null());
    for Field { name, is, absent } in rules {
        let place = format!("{place}{name}");
        match (object.get_mut(*name), absent) {
            (Some(value), _) => is.apply(db, value, &place)?,
            (None, Absent::Refused) => return Err(Error::Invalid(format!("{place} is missing"))),
            (None, Absent::Fine) => {}
            (None, Absent::Becomes(value)) => drop(object.insert((*name).to_owned(), value())),
        }
    }
    Ok(())
}

impl Is {
    fn apply(&self, db: &Db<'_>, value: &mut Value, place: &str) -> Result<(), Error> {
        match self {
            Self::Text(min, max) => {
                let good = |text: &str| (*min..=*max).contains(&text.chars().count());
                if value.as_str().is_some_and(good) { Ok(()) } else { Err(self.refusal(value, place)) }
            }
            Self::Word(words) => match value.as_str() {
                Some(word) if words.contains(&word) => Ok(()),
                _ => Err(self.refusal(value, place)),
            },
            Self::Number if value.is_number() => Ok(()),
            Self::Flag if value.is_boolean() => Ok(()),
            Self::Number | Self::Flag => Err(self.refusal(value, place)),
            Self::Whole(min, max) => {
                let whole = whole(value).filter(|number| (*min..=*max).contains(number));
                *value = whole.ok_or_else(|| self.refusal(value, place))?.into();
                Ok(())
            }
            Self::Time => {
                let seconds = value.as_f64().filter(|seconds| seconds.abs() <= FAR_SECS);
                *value = (seconds.ok_or_else(|| self.refusal(value, place))?.floor() as i64).into();
                Ok(())
            }
            Self::One(reference) => reference.apply(db, value, place),
            Self::Object(rules) => match value {
                Value::Object(object) => apply_at(db, rules, object, &format!("{place}.")),
                _ => Err(self.refusal(value, place)),
            },
            Self::Words(words) => each(value, place, |item, place| Self::Word(words).apply(db, item, place)),
            Self::Texts => each(value, place, |item, place| Self::Text(0, usize::MAX).apply(db, item, place)),
            Self::All(reference) => each(value, place, |item, place| reference.apply(db, item, place)),
            Self::Objects(rules) => {
                each(value, place, |item, place| Self::Object(rules).apply(db, item, place))
            }
        }
    }

    fn refusal(&self, value: &Value, place: &str) -> Error {
        let wanted = match self {
            Self::Text(0, usize::MAX) => "a text".to_owned(),
            Self::Text(min, max) => format!("a text of {min} to {max} characters"),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::Whole(min, i64::MAX) => format!("a whole number from {min}"),
            Self::Whole(min, max) => format!("a whole number from {min} to {max}"),
            Self::Number => "a number".to_owned(),
            Self::Time => "seconds since the epoch".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::One(reference) => reference.what().to_owned(),
            Self::Object(_) => "an object".to_owned(),
            Self::Words(_) | Self::Texts | Self::All(_) | Self::Objects(_) => "a list".to_owned(),
        };
        not(place, value, &wanted)
    }
}

impl Reference {
    fn apply(self, db: &Db<'_>, value: &mut Value, place: &str) -> Result<(), Error> {
        let Some(name) = value.as_str() else { return Err(not(place, value, self.what())) };
        let role = name.parse::<RoleFullName>().ok();
        let found = match (self, &role) {
            (Self::Service, _) | (Self::Scope, None) => services::require(db, name),
            (Self::Role | Self::Scope, Some(role)) => services::require_role(db, &role.service, &role.role),
            (Self::Role, None) => Err(Error::NotFound(services::ROLE_NOT_FOUND)),
            (Self::Monitor, _) => monitors::get(db, name).map(drop),
            (Self::Object(kind), _) => objects::get(db, kind, name).map(drop),
        };
        match found {
            Err(Error::NotFound(_)) => return Err(not(place, value, self.what())),
            found => found?,
        }
        if let (Self::Role | Self::Scope, Some(RoleFullName { service, role })) = (self, role) {
            *value = format!("{service}: {role}").into();
        }
        Ok(())
    }

    fn what(self) -> &'static str {
        match self {
            Self::Service => "the name of a service that exists",
            Self::Role => "the full name of a role that exists",
            Self::Scope => "the name of a service or the full name of a role that exists",
            Self::Monitor => "the id of a monitor that exists",
            Self::Object(_) => "an id that exists",
        }
    }
}

fn each(
    value: &mut Value,
    place: &str,
    apply: impl Fn(&mut Value, &str) -> Result<(), Error>,
) -> Result<(), Error> {
    let Value::Array(items) = value else { return Err(not(place, value, "a list")) };
    if items.len() > MAX_ITEMS {
        return Err(Error::Invalid(format!("{place} has {} items, over {MAX_ITEMS}", items.len())));
    }
    items.iter_mut().enumerate().try_for_each(|(index, item)| apply(item, &format!("{place}[{index}]")))
}

/// A number without a fraction, however it is written.
fn whole(value: &Value) -> Option<i64> {
    let float = || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= FAR_SECS);
    value.as_i64().or_else(|| float().map(|number| number as i64))
}

fn not(place: &str, value: &Value, wanted: &str) -> Error {
    Error::Invalid(format!("{place} is {}, not {wanted}", short(&value.to_string())))
}
