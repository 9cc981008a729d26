//! The one table of functions. Parsing, checking, evaluation, help and completion all read it.

use crate::aggregate::Aggregate;
use crate::kind::Kind;
use crate::language::Text;

/// A function of the language.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// What is written.
    pub name: &'static str,
    /// What it does, for the machine.
    pub op: Op,
    /// What it takes, in order.
    pub params: &'static [Param],
    /// How many series come out.
    pub yields: Yields,
    /// What it does, for people: one line.
    pub help: Text,
}

/// A parameter of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Its name in signatures.
    pub name: &'static str,
    /// What may stand there.
    pub kind: Kind,
}

/// What a function does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Reads metrics.
    Read(Owner),
    /// Makes one series of all, time by time.
    Aggregate(Aggregate),
    /// Makes one value of two, time by time.
    Pair(Pair),
    /// Times a factor.
    Scale,
    /// Plus a number.
    Offset,
    /// A rank among all series.
    Percentile,
    /// Later.
    TimeShift,
    /// The mean of the last while.
    MovingAverage,
    /// The straight line through the last while.
    LinearRegression,
    /// When that line meets a value.
    TimeLeftForecast,
    /// Side by side.
    Group,
    /// As areas.
    Stack,
    /// Under a name.
    Alias,
}

/// Whose metrics a leaf reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// One host's.
    Host,
    /// One service's.
    Service,
    /// Those of each host that is in a role.
    Role,
    /// Those of each host that is or was in a role.
    RoleSlots,
}

/// How two values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pair {
    /// The first minus the second.
    Diff,
    /// The first divided by the second.
    Divide,
}

/// How many series come out of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Yields {
    /// One for each metric of each owner.
    OneForEachMetric,
    /// One.
    One,
    /// As many as go in.
    AsMany,
    /// One for each pair.
    OneForEachPair,
}

/// All functions, in the order of the vendor's documentation.
pub static FUNCTIONS: [Function; 21] = [
    Function {
        name: "host",
        op: Op::Read(Owner::Host),
        params: &[HOST_ID, METRIC],
        yields: Yields::OneForEachMetric,
        help: Text::new("Metrics of a host.", "ホストのメトリックです。"),
    },
    Function {
        name: "service",
        op: Op::Read(Owner::Service),
        params: &[SERVICE, METRIC],
        yields: Yields::OneForEachMetric,
        help: Text::new("Metrics of a service.", "サービスのメトリックです。"),
    },
    Function {
        name: "role",
        op: Op::Read(Owner::Role),
        params: &[ROLE, METRIC],
        yields: Yields::OneForEachMetric,
        help: Text::new(
            "Metrics of every host that is in the role now.",
            "現在ロールに所属する各ホストのメトリックです。",
        ),
    },
    Function {
        name: "roleSlots",
        op: Op::Read(Owner::RoleSlots),
        params: &[ROLE, METRIC],
        yields: Yields::OneForEachMetric,
        help: Text::new(
            "Metrics of every host that is in the role now or was before.",
            "現在または過去にロールに所属したホストのメトリックです。",
        ),
    },
    Function {
        name: "avg",
        op: Op::Aggregate(Aggregate::Avg),
        params: &[SERIES],
        yields: Yields::One,
        help: Text::new("The mean of all series at each time.", "各時刻での全系列の平均です。"),
    },
    Function {
        name: "max",
        op: Op::Aggregate(Aggregate::Max),
        params: &[SERIES],
        yields: Yields::One,
        help: Text::new("The greatest value of all series at each time.", "各時刻での全系列の最大値です。"),
    },
    Function {
        name: "min",
        op: Op::Aggregate(Aggregate::Min),
        params: &[SERIES],
        yields: Yields::One,
        help: Text::new("The least value of all series at each time.", "各時刻での全系列の最小値です。"),
    },
    Function {
        name: "sum",
        op: Op::Aggregate(Aggregate::Sum),
        params: &[SERIES],
        yields: Yields::One,
        help: Text::new("All series added at each time.", "各時刻での全系列の合計です。"),
    },
    Function {
        name: "product",
        op: Op::Aggregate(Aggregate::Product),
        params: &[SERIES],
        yields: Yields::One,
        help: Text::new("All series multiplied at each time.", "各時刻での全系列の積です。"),
    },
    Function {
        name: "diff",
        op: Op::Pair(Pair::Diff),
        params: &[LEFT, RIGHT],
        yields: Yields::OneForEachPair,
        help: Text::new(
            "The first minus the second, where both have a value.",
            "両方に値がある時刻で、1つ目から2つ目を引いた値です。",
        ),
    },
    Function {
        name: "divide",
        op: Op::Pair(Pair::Divide),
        params: &[LEFT, RIGHT],
        yields: Yields::OneForEachPair,
        help: Text::new(
            "The first divided by the second, where both have a value and the second is not 0.",
            "両方に値があり2つ目が0でない時刻で、1つ目を2つ目で割った値です。",
        ),
    },
    Function {
        name: "scale",
        op: Op::Scale,
        params: &[SERIES, FACTOR],
        yields: Yields::AsMany,
        help: Text::new("Each value times a factor.", "各値を定数倍します。"),
    },
    Function {
        name: "offset",
        op: Op::Offset,
        params: &[SERIES, FACTOR],
        yields: Yields::AsMany,
        help: Text::new("Each value plus a number.", "各値に定数を足します。"),
    },
    Function {
        name: "percentile",
        op: Op::Percentile,
        params: &[SERIES, PERCENT],
        yields: Yields::One,
        help: Text::new(
            "The value that so many percent of the series stay below at each time.",
            "各時刻での全系列のパーセンタイル値です。",
        ),
    },
    Function {
        name: "timeShift",
        op: Op::TimeShift,
        params: &[SERIES, DURATION],
        yields: Yields::AsMany,
        help: Text::new(
            "Values of so long ago, drawn now: last week beside this week.",
            "指定した時間だけ過去の値を、現在の位置に表示します。",
        ),
    },
    Function {
        name: "movingAverage",
        op: Op::MovingAverage,
        params: &[SERIES, DURATION],
        yields: Yields::AsMany,
        help: Text::new("At each time the mean of the last while.", "各時刻までの一定期間の移動平均です。"),
    },
    Function {
        name: "linearRegression",
        op: Op::LinearRegression,
        params: &[SERIES, DURATION],
        yields: Yields::AsMany,
        help: Text::new(
            "The straight line through the last while before the end of the period.",
            "期間の終わりまでの一定期間の値に当てはめた回帰直線です。",
        ),
    },
    Function {
        name: "timeLeftForecast",
        op: Op::TimeLeftForecast,
        params: &[SERIES, DURATION, Param { name: "threshold", kind: Kind::Factor }],
        yields: Yields::AsMany,
        help: Text::new(
            "Seconds left until the straight line through the last while meets a value.",
            "回帰直線が指定の値に達するまでの残り秒数です。",
        ),
    },
    Function {
        name: "group",
        op: Op::Group,
        params: &[Param { name: "metrics", kind: Kind::SeriesList }],
        yields: Yields::AsMany,
        help: Text::new("All series side by side in one graph.", "複数の系列を1つのグラフにまとめます。"),
    },
    Function {
        name: "stack",
        op: Op::Stack,
        params: &[SERIES],
        yields: Yields::AsMany,
        help: Text::new("Drawn as areas on top of each other.", "積み上げグラフとして表示します。"),
    },
    Function {
        name: "alias",
        op: Op::Alias,
        params: &[SERIES, Param { name: "name", kind: Kind::Name }],
        yields: Yields::AsMany,
        help: Text::new("Shown under another name.", "表示名を付けます。"),
    },
];

/// The function of this name, whose case matters.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

impl Function {
    /// The function that does this.
    pub fn of(op: Op) -> &'static Self {
        // Every operation has its row, as a test says; the first row only spares a panic.
        FUNCTIONS.iter().find(|function| function.op == op).unwrap_or(&FUNCTIONS[0])
    }

    /// The parameter that an argument at this place belongs to; the last one may go on.
    pub fn param(&self, place: usize) -> Option<&'static Param> {
        let last = self.params.last().filter(|param| param.kind == Kind::SeriesList);
        self.params.get(place).or(last)
    }

    /// How it is called: `scale(metric, factor)`.
    pub fn signature(&self) -> String {
        let params: Vec<&str> = self
            .params
            .iter()
            .flat_map(|param| {
                let more = if param.kind == Kind::SeriesList { Some("…") } else { None };
                [Some(param.name), more].into_iter().flatten()
            })
            .collect();
        format!("{}({})", self.name, params.join(", "))
    }
}

const HOST_ID: Param = Param { name: "hostId", kind: Kind::HostId };
const SERVICE: Param = Param { name: "service", kind: Kind::Service };
const ROLE: Param = Param { name: "service:role", kind: Kind::Role };
const METRIC: Param = Param { name: "metricName", kind: Kind::Metric };
const SERIES: Param = Param { name: "metrics", kind: Kind::Series };
const LEFT: Param = Param { name: "first", kind: Kind::Series };
const RIGHT: Param = Param { name: "second", kind: Kind::Series };
const FACTOR: Param = Param { name: "factor", kind: Kind::Factor };
const PERCENT: Param = Param { name: "percent", kind: Kind::Percent };
const DURATION: Param = Param { name: "duration", kind: Kind::Duration };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_operations_are_unique_and_help_is_one_line_in_both_languages() {
        for (at, one) in FUNCTIONS.iter().enumerate() {
            assert_eq!(function(one.name), Some(one));
            assert_eq!(Function::of(one.op), one);
            for other in &FUNCTIONS[at + 1..] {
                assert_ne!((one.name, one.op), (other.name, other.op));
            }
            for text in [one.help.english, one.help.japanese] {
                assert!(text.ends_with(['.', '。']) && !text.contains('\n') && text.len() < 120, "{text}");
            }
            assert!(!one.help.japanese.is_ascii(), "{}", one.name);
        }
        assert_eq!(function("Avg"), None);
    }

    #[test]
    fn only_the_last_parameter_goes_on() {
        let kinds = |name: &str| {
            let function = function(name).unwrap();
            (0..4).map(|place| function.param(place).map(|param| param.kind)).collect::<Vec<_>>()
        };
        assert_eq!(kinds("group"), [Some(Kind::SeriesList); 4]);
        assert_eq!(kinds("avg"), [Some(Kind::Series), None, None, None]);
        assert_eq!(
            kinds("timeLeftForecast"),
            [Some(Kind::Series), Some(Kind::Duration), Some(Kind::Factor), None]
        );
        for function in &FUNCTIONS {
            let lists = function.params.iter().rev().skip(1).filter(|param| param.kind == Kind::SeriesList);
            assert_eq!(lists.count(), 0, "{}", function.name);
        }
    }

    #[test]
    fn signatures_name_the_parameters() {
        let cases = [
            ("host", "host(hostId, metricName)"),
            ("group", "group(metrics, …)"),
            ("timeLeftForecast", "timeLeftForecast(metrics, duration, threshold)"),
        ];
        for (name, signature) in cases {
            assert_eq!(function(name).map(Function::signature).as_deref(), Some(signature));
        }
    }
}
