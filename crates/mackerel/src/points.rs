//! `{"metrics":[{"time":..,"value":..},..]}` read straight into two columns and written straight from them.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use series::{Series, Time};
use std::fmt;

/// The reply of both metric reads. Samples without a finite value are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Points {
    /// The samples, in order of time.
    pub series: Series,
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("metrics", &Rows(&self.series))?;
        map.end()
    }
}

struct Rows<'a>(&'a Series);

#[derive(serde::Serialize)]
struct Row {
    time: Time,
    value: f64,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for (time, value) in self.0.iter() {
            rows.serialize_element(&Row { time, value })?;
        }
        rows.end()
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reply;
        impl<'de> Visitor<'de> for Reply {
            type Value = Points;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with \"metrics\"")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Points, A::Error> {
                let mut points = None;
                while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                    if key == "metrics" {
                        points = Some(map.next_value::<Columns>()?.0);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                let series = points.ok_or_else(|| serde::de::Error::missing_field("metrics"))?;
                Ok(Points { series })
            }
        }
        deserializer.deserialize_map(Reply)
    }
}

struct Columns(Series);

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Columns;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of points")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Columns, A::Error> {
                let mut failure = None;
                let series = Series::from_points(std::iter::from_fn(|| match seq.next_element::<Point>() {
                    Ok(Some(point)) => Some((point.time, point.value)),
                    Ok(None) => None,
                    Err(error) => {
                        failure = Some(error);
                        None
                    }
                }));
                failure.map_or(Ok(Columns(series)), Err)
            }
        }
        deserializer.deserialize_seq(List)
    }
}

struct Point {
    time: Time,
    value: f64,
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Wire {
            time: WireTime,
            #[serde(default)]
            value: Option<f64>,
        }
        let wire = Wire::deserialize(deserializer)?;
        Ok(Self { time: wire.time.0, value: wire.value.unwrap_or(f64::NAN) })
    }
}

/// A time as clients send it: any JSON number, floored to whole seconds.
struct WireTime(Time);

impl<'de> Deserialize<'de> for WireTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::names::whole_seconds(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn points_survive_the_round_trip(points in prop::collection::vec((0_i64..4_000_000_000, -1e300..1e300_f64), 0..50)) {
            let points = Points { series: Series::from_points(points) };
            let text = serde_json::to_string(&points).expect("finite numbers");
            prop_assert_eq!(serde_json::from_str::<Points>(&text).expect("our own text"), points);
        }
    }

    #[test]
    fn replies_are_read_liberally_and_broken_ones_refused() {
        let read = |text: &str| serde_json::from_str::<Points>(text).map(|points| points.series);
        let good = r#"{"extra":[1],"metrics":[{"time":60.9,"value":1},{"time":120,"value":null},{"value":2.5,"time":180,"x":{}}]}"#;
        assert_eq!(read(good).expect("liberal"), Series::from_points([(60, 1.0), (180, 2.5)]));
        for bad in [
            "{}",
            "[]",
            r#"{"metrics":[{"value":1}]}"#,
            r#"{"metrics":[{"time":1e300,"value":1}]}"#,
            r#"{"metrics":[{"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
