//! What is offered at a cursor, which the texts here write as `^`, and what tokens mean.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use expr::{Kind, Meaning, Source, Wants, complete, marks};

/// The offer in words: what is replaced, what may stand there, and which argument of what it is.
fn offer(text: &str) -> String {
    let at = text.find('^').unwrap();
    let text = text.replace('^', "");
    let found = complete(&text, at);
    let wants = match found.wants {
        Wants::Nothing => "nothing".to_owned(),
        Wants::Functions(list) if list.len() == expr::FUNCTIONS.len() => "any function".to_owned(),
        Wants::Functions(list) => {
            let names: Vec<&str> = list.iter().map(|function| function.name).collect();
            names.join(" ")
        }
        Wants::Metric(None) => "a metric".to_owned(),
        Wants::Metric(Some(Source::Host(id))) => format!("a metric of host {id}"),
        Wants::Metric(Some(Source::Service(name))) => format!("a metric of service {name}"),
        Wants::Metric(Some(Source::Role { service, role })) => format!("a metric of role {service}:{role}"),
        Wants::Metric(Some(Source::RoleSlots { service, role })) => {
            format!("a metric of slots {service}:{role}")
        }
        Wants::Literal(kind) => kind.words().english.to_owned(),
    };
    let call = found.call.map_or(String::new(), |(function, place)| format!(" in {}/{place}", function.name));
    format!("[{}] {wants}{call}", found.replace.of(&text))
}

#[test]
fn what_fits_is_offered() {
    let cases = [
        ("^", "[] any function"),
        ("  ^  ", "[] any function"),
        ("a^", "[a] avg alias max scale…"),
        ("mo^", "[mo] movingAverage…"),
        ("tSh^", "[tSh] timeShift"),
        ("avg^(host(a, m))", "[avg] avg…"),
        ("avg(host(a, m))^", "[] nothing"),
        ("avg(^", "[] any function in avg/0"),
        ("avg(^)", "[] any function in avg/0"),
        ("avg(ro^)", "[ro] role roleSlots product… in avg/0"),
        ("diff(host(a, m), ^", "[] any function in diff/1"),
        ("group(host(a, m), host(b, m), ser^vice(c, m))", "[service] service… in group/2"),
        ("host(^", "[] a host id in host/0"),
        ("host( 3a^Q , m)", "[3aQ] a host id in host/0"),
        ("host('3a^", "['3a] a host id in host/0"),
        ("service(sh^op, m)", "[shop] a service name in service/0"),
        ("role(shop: w^", "[shop: w] a role such as shop:web in role/0"),
        ("host(3aQ, ^", "[] a metric of host 3aQ in host/1"),
        ("host('3aQ', cpu.^)", "[cpu.] a metric of host 3aQ in host/1"),
        ("service(shop, o^)", "[o] a metric of service shop in service/1"),
        ("role('shop: web', ^)", "[] a metric of role shop:web in role/1"),
        ("roleSlots(shop:web, x^)", "[x] a metric of slots shop:web in roleSlots/1"),
        ("role(shop, ^)", "[] a metric in role/1"),
        ("host(, ^)", "[] a metric in host/1"),
        ("scale(host(a, m), ^)", "[] a number or a fraction such as 1/60 in scale/1"),
        ("percentile(host(a, m), 9^5)", "[95] a number between 0 and 100 in percentile/1"),
        ("timeShift(avg(role(shop:web, m)), 1^", "[1] a duration such as 30m, 1w or 3mo in timeShift/1"),
        (
            "timeLeftForecast(host(a, m), 1h, ^",
            "[] a number or a fraction such as 1/60 in timeLeftForecast/2",
        ),
        ("alias(host(a, m), '^')", "[''] a name in alias/1"),
        ("nope(^)", "[] nothing"),
        ("nope(host(a, ^", "[] a metric of host a in host/1"),
        ("avg(host(a, m), ^)", "[] nothing"),
        ("avg(host(a, m)^ )", "[] nothing in avg/0"),
    ];
    for (text, expected) in cases {
        let found = offer(text);
        let fits = match expected.split_once('…') {
            Some((begin, end)) => found.starts_with(begin) && found.ends_with(end),
            None => found == expected,
        };
        assert!(fits, "{text}\n found {found}\n expected {expected}");
    }
}

#[test]
fn what_was_typed_is_up_to_the_cursor() {
    for (text, typed) in
        [("mov^ing", "mov"), ("host('3a^Q', m)", "3a"), ("host(a, ^cpu)", ""), ("日本^", "日本")]
    {
        let at = text.find('^').unwrap();
        assert_eq!(complete(&text.replace('^', ""), at).typed, typed, "{text}");
    }
    // Within a character, and beyond the end.
    assert_eq!(complete("日", 1).typed, "");
    assert_eq!(complete("avg", 99).typed, "avg");
}

#[test]
fn every_token_has_a_meaning() {
    use Meaning::{Function, Literal, Punctuation, Stray};
    let text = "alias(scale(role(shop: web, cpu.*), 1 / 60), 'x') / nope(host(a";
    let expected = [
        ("alias", Function),
        ("(", Punctuation),
        ("scale", Function),
        ("(", Punctuation),
        ("role", Function),
        ("(", Punctuation),
        ("shop:", Literal(Kind::Role)),
        ("web", Literal(Kind::Role)),
        (",", Punctuation),
        ("cpu.*", Literal(Kind::Metric)),
        (")", Punctuation),
        (",", Punctuation),
        ("1", Literal(Kind::Factor)),
        ("/", Literal(Kind::Factor)),
        ("60", Literal(Kind::Factor)),
        (")", Punctuation),
        (",", Punctuation),
        ("'x'", Literal(Kind::Name)),
        (")", Punctuation),
        ("/", Stray),
        ("nope", Stray),
        ("(", Stray),
        ("host", Stray),
        ("(", Stray),
        ("a", Stray),
    ];
    let found: Vec<_> = marks(text).into_iter().map(|mark| (mark.span.of(text), mark.meaning)).collect();
    assert_eq!(found, expected);
}
