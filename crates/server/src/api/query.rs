//! The query of a request: repeatable names, an empty value is an absent one, and a value that cannot be
//! read is refused with the name of its parameter.

use super::error::ApiError;
use crate::store::alerts::Page;
use axum::extract::{FromRequestParts, Query};
use http::request::Parts;
use mackerel::alerts::MAX_LIMIT;
use series::{Time, TimeRange};

/// The pairs of the query whose value is not empty.
#[derive(Debug)]
pub(super) struct Params(Vec<(String, String)>);

/// Beyond this no clock counts, and arithmetic on the rest cannot overflow.
const FAR: f64 = 1e15;

impl Params {
    /// Every value of the name, in order.
    pub(super) fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    /// The value of a name that may be given once.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, ApiError> {
        let mut values = self.all(name);
        let first = values.next();
        match values.next() {
            None => Ok(first),
            Some(_) => Err(ApiError::invalid(format!("query parameter {name} is given more than once"))),
        }
    }

    /// The value of a name that must be given once.
    pub(super) fn required(&self, name: &str) -> Result<&str, ApiError> {
        self.one(name)?.ok_or_else(|| ApiError::invalid(format!("query parameter {name} is missing")))
    }

    /// `true` or `false`; absent is false.
    pub(super) fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.one(name)? {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(refused(name, other, "true or false")),
        }
    }

    /// A whole number between two bounds, both included.
    pub(super) fn number(&self, name: &str, min: u32, max: u32) -> Result<Option<u32>, ApiError> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (min..=max).contains(number));
        number.map(Some).ok_or_else(|| refused(name, text, &format!("a whole number from {min} to {max}")))
    }

    /// The optional parameters `nextId` and `limit`.
    pub(super) fn page(&self) -> Result<Page, ApiError> {
        Ok(Page {
            first: self.one("nextId")?.map(str::to_owned),
            limit: self.number("limit", 1, MAX_LIMIT)?.unwrap_or(MAX_LIMIT),
        })
    }

    /// The required parameters `from` and `to`: seconds since the epoch, fractions floored.
    pub(super) fn range(&self) -> Result<TimeRange, ApiError> {
        Ok(TimeRange::new(self.time("from")?, self.time("to")?))
    }

    fn time(&self, name: &str) -> Result<Time, ApiError> {
        let text = self.required(name)?;
        let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.abs() <= FAR);
        seconds
            .map(|seconds| seconds.floor() as Time)
            .ok_or_else(|| refused(name, text, "seconds since the epoch"))
    }
}

fn refused(name: &str, text: &str, wanted: &str) -> ApiError {
    let text: String = text.chars().take(60).collect();
    ApiError::invalid(format!("query parameter {name} is {text:?}, not {wanted}"))
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let Query(mut pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|error| ApiError::invalid(error.body_text()))?;
        pairs.retain(|pair| !pair.1.is_empty());
        Ok(Self(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&Params) -> Result<(), ApiError>;

    fn params(query: &str) -> Params {
        let uri: http::Uri = format!("/x?{query}").parse().expect("a query");
        let (mut parts, ()) = http::Request::builder().uri(uri).body(()).expect("a request").into_parts();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(Params::from_request_parts(&mut parts, &())).expect("pairs")
    }

    #[test]
    fn values_are_read_or_refused_by_name() {
        let ok = params("role=a&role=b%20c&empty=&withClosed=true&limit=100&from=60.9&to=-1&name=%E6%97%A5");
        assert_eq!(ok.all("role").collect::<Vec<_>>(), ["a", "b c"]);
        assert_eq!(ok.one("empty").expect("absent"), None);
        assert_eq!(ok.required("name").expect("given"), "日");
        assert!(ok.flag("withClosed").expect("a flag"));
        assert!(!ok.flag("other").expect("absent"));
        assert_eq!(ok.number("limit", 1, 100).expect("a number"), Some(100));
        assert_eq!(ok.range().expect("times"), TimeRange::new(60, -1));

        let bad: [(&str, Read, &str); 9] = [
            ("a=1&a=2", |p| p.one("a").map(drop), "query parameter a is given more than once"),
            ("", |p| p.required("a").map(drop), "query parameter a is missing"),
            ("a=1", |p| p.flag("a").map(drop), "query parameter a is \"1\", not true or false"),
            (
                "a=0",
                |p| p.number("a", 1, 9).map(drop),
                "query parameter a is \"0\", not a whole number from 1 to 9",
            ),
            (
                "a=-1",
                |p| p.number("a", 0, 9).map(drop),
                "query parameter a is \"-1\", not a whole number from 0 to 9",
            ),
            (
                "from=x&to=1",
                |p| p.range().map(drop),
                "query parameter from is \"x\", not seconds since the epoch",
            ),
            (
                "from=1&to=NaN",
                |p| p.range().map(drop),
                "query parameter to is \"NaN\", not seconds since the epoch",
            ),
            (
                "from=1e999&to=1",
                |p| p.range().map(drop),
                "query parameter from is \"1e999\", not seconds since the epoch",
            ),
            ("from=1", |p| p.range().map(drop), "query parameter to is missing"),
        ];
        for (query, read, message) in bad {
            assert_eq!(read(&params(query)).expect_err(query).to_string(), message);
        }
    }
}
