//! Which fields a monitor of each type has in its form, in their order, and what each may hold: the API's rules.

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A line of at most so many characters.
    Line(usize),
    /// Several lines of at most so many characters together.
    Lines(usize),
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A whole number between two bounds, both included.
    Whole(i64, i64),
    /// A multiple of ten between two bounds, both included.
    Tens(i64, i64),
    /// Any number.
    Number,
    /// A metric of hosts, or a share such as `cpu%`.
    HostMetric,
    /// A metric of the service that the form names.
    ServiceMetric,
    /// A service.
    Service,
    /// Services and roles.
    Scopes,
    /// Roles.
    Roles,
    /// A graph expression.
    Expression,
    /// Lines of `name: value`.
    Headers,
    /// A moment.
    Time,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the API.
    pub name: &'static str,
    /// What it may hold.
    pub input: Input,
    /// Whether it must hold something.
    pub is_required: bool,
    /// What a new form holds.
    pub initial: &'static str,
}

/// The types, in the order in which they are offered.
pub const KINDS: [&str; 7] =
    ["host", "service", "connectivity", "external", "expression", "anomalyDetection", "query"];

/// The fields of a type: what it watches, when it raises, then what all types have. None for a type nobody knows.
pub fn fields(kind: &str) -> impl Iterator<Item = &'static Field> {
    let own = OWN.iter().find(|row| row.0 == kind).map_or(&[][..], |row| row.1);
    let common = if own.is_empty() { &[][..] } else { COMMON };
    [&NAME].into_iter().filter(|_| !own.is_empty()).chain(own).chain(common)
}

const NAME: Field = required("name", Input::Line(255));

const COMMON: &[Field] =
    &[field("notificationInterval", Input::Whole(10, i64::MAX)), field("memo", Input::Lines(2_048))];

const OWN: [(&str, &[Field]); 7] = [
    (
        "connectivity",
        &[
            Field {
                initial: "CRITICAL",
                ..required("alertStatusOnGone", Input::Choice(&["CRITICAL", "WARNING"]))
            },
            SCOPES,
            EXCLUDE_SCOPES,
        ],
    ),
    (
        "host",
        &[
            required("metric", Input::HostMetric),
            OPERATOR,
            WARNING,
            CRITICAL,
            DURATION,
            ATTEMPTS,
            SCOPES,
            EXCLUDE_SCOPES,
        ],
    ),
    (
        "service",
        &[
            required("service", Input::Service),
            required("metric", Input::ServiceMetric),
            OPERATOR,
            WARNING,
            CRITICAL,
            DURATION,
            ATTEMPTS,
            field("missingDurationWarning", Input::Tens(10, 10_080)),
            field("missingDurationCritical", Input::Tens(10, 10_080)),
        ],
    ),
    (
        "external",
        &[
            required("url", Input::Line(8_192)),
            Field { initial: "GET", ..required("method", Input::Choice(&["GET", "POST", "PUT", "DELETE"])) },
            field("service", Input::Service),
            field("responseTimeWarning", Input::Number),
            field("responseTimeCritical", Input::Number),
            field("responseTimeDuration", Input::Whole(1, 10)),
            field("expectedStatusCode", Input::Whole(100, 599)),
            field("containsString", Input::Line(8_192)),
            field("certificationExpirationWarning", Input::Whole(0, i64::MAX)),
            field("certificationExpirationCritical", Input::Whole(0, i64::MAX)),
            ATTEMPTS,
            Field { initial: "Cache-Control: no-cache", ..field("headers", Input::Headers) },
            field("requestBody", Input::Lines(usize::MAX)),
            field("followRedirect", Input::Flag),
            field("skipCertificateVerification", Input::Flag),
            field("dualstack", Input::Choice(&["", "ipv4", "ipv6", "auto"])),
        ],
    ),
    (
        "expression",
        &[
            required("expression", Input::Expression),
            OPERATOR,
            WARNING,
            CRITICAL,
            Field { initial: "2", ..required("evaluateBackwardMinutes", Input::Whole(2, 10)) },
        ],
    ),
    (
        "anomalyDetection",
        &[
            required("scopes", Input::Roles),
            Field { initial: "normal", ..field("warningSensitivity", SENSITIVITY) },
            field("criticalSensitivity", SENSITIVITY),
            field("trainingPeriodFrom", Input::Time),
            Field { initial: "3", ..ATTEMPTS },
        ],
    ),
    (
        "query",
        &[
            required("query", Input::Lines(65_536)),
            field("legend", Input::Line(8_192)),
            OPERATOR,
            WARNING,
            CRITICAL,
            Field { initial: "0", ..required("evaluateBackwardMinutes", Input::Whole(0, 10)) },
        ],
    ),
];

const SENSITIVITY: Input = Input::Choice(&["", "insensitive", "normal", "sensitive"]);
const OPERATOR: Field = Field { initial: ">", ..required("operator", Input::Choice(&[">", "<"])) };
const WARNING: Field = field("warning", Input::Number);
const CRITICAL: Field = field("critical", Input::Number);
const DURATION: Field = Field { initial: "1", ..required("duration", Input::Whole(1, 10)) };
const ATTEMPTS: Field = Field { initial: "1", ..required("maxCheckAttempts", Input::Whole(1, 10)) };
const SCOPES: Field = field("scopes", Input::Scopes);
const EXCLUDE_SCOPES: Field = field("excludeScopes", Input::Scopes);

const fn field(name: &'static str, input: Input) -> Field {
    Field { name, input, is_required: false, initial: "" }
}

const fn required(name: &'static str, input: Input) -> Field {
    Field { is_required: true, ..field(name, input) }
}
