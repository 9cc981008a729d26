//! A year of releases for each service, and what else people noted on the graphs.
//!
//! Releases are drawn per day of the calendar, so that one keeps its id, title and time as long as it is in the year.

use super::Demo;
use super::calendar::{HOUR, MINUTE, SATURDAY, at, date, weekday};
use super::fleet::Domain;
use super::noise::Noise;
use mackerel::annotations::Annotation;
use series::{Time, TimeRange};

const YEAR_DAYS: i64 = 365;

/// What was changed, in Japanese and English.
const CHANGES: &[(&str, &str)] = &[
    ("検索の表示順を調整", "Tune the order of search results"),
    ("注文確認メールの文面", "Wording of the order mail"),
    ("送料計算を修正", "Fix shipping costs"),
    ("依存ライブラリを更新", "Update dependencies"),
    ("在庫APIのタイムアウト短縮", "Shorter timeout towards the stock API"),
    ("接続プールを拡大", "Larger connection pool"),
    ("管理画面の権限を整理", "Tidy permissions of the admin pages"),
    ("ログの出力を減らす", "Log less"),
    ("請求書の様式変更", "New layout of invoices"),
    ("キャッシュの期限を延長", "Keep cache entries longer"),
    ("画像の遅延読み込み", "Load images lazily"),
    ("再送処理の重複を防ぐ", "Retries no longer repeat an order"),
];

/// All annotations, oldest first.
pub(super) fn all(demo: &Demo) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> =
        Domain::ALL.into_iter().flat_map(|domain| releases(demo, domain)).chain(story(demo)).collect();
    annotations.sort_by(|left, right| (left.from, &left.id).cmp(&(right.from, &right.id)));
    annotations
}

fn releases(demo: &Demo, domain: Domain) -> impl Iterator<Item = Annotation> + '_ {
    let today = demo.story.epoch_day;
    (today - YEAR_DAYS..today).filter_map(move |day| release(demo, domain, day))
}

fn release(demo: &Demo, domain: Domain, day: i64) -> Option<Annotation> {
    let chance = demo.noise.stream("releases").stream(domain.name());
    // The slow release has its day to itself.
    if !is_release_day(chance, day) || (domain == Domain::Api && demo.story.release.contains(at(day, 14, 0)))
    {
        return None;
    }
    let from = at(day, 10, 0) + chance.stream("hour").below(day, 7 * 12) * 5 * MINUTE;
    let to = from + (2 + chance.stream("length").below(day, 11)) * MINUTE;
    let number = 1_000 + (day - 20_000) * 3 + domain as i64;
    let (japanese, english) = CHANGES[chance.stream("change").below(day, CHANGES.len() as i64) as usize];
    let version = version(day);
    let title = match chance.stream("style").below(day, 4) {
        0 => format!("リリース {version} {japanese}"),
        1 => format!("Release {version}: {english}"),
        2 => format!("{} {version} {japanese}", domain.name()),
        _ => format!("Deploy {version}"),
    };
    let description =
        format!("{} / {}\nhttps://ci.example.net/{}/builds/{number}", japanese, english, domain.name());
    let roles: &[&str] = match (domain, chance.stream("roles").below(day, 6)) {
        (Domain::Shop, 0) => &["web"],
        (Domain::Shop, 1) => &["app", "web"],
        (Domain::Api, 0) | (Domain::Batch, 0 | 1) => &["worker"],
        _ => &[],
    };
    Some(annotation(demo, domain, TimeRange::new(from, to), title, description, roles))
}

/// Two to four working days of each week.
fn is_release_day(chance: Noise, day: i64) -> bool {
    let day_of_week = weekday(day);
    if day_of_week >= SATURDAY {
        return false;
    }
    let week = day - day_of_week;
    let wanted = 2 + chance.stream("count").below(week, 3);
    let rank = |day: i64| (chance.stream("pick").bits(day), day);
    let before = (week..week + SATURDAY).filter(|&other| rank(other) < rank(day)).count();
    (before as i64) < wanted
}

fn version(day: i64) -> String {
    let date = date(day);
    format!("{}.{}.{}", date.year, date.month, date.day)
}

/// The release of last Thursday and its end, the campaign, and a night of maintenance.
fn story(demo: &Demo) -> Vec<Annotation> {
    let story = &demo.story;
    let release = story.release;
    let back = release.to + MINUTE;
    let day = super::calendar::day_of(release.from);
    let maintenance = at(story.epoch_day - 32, 22, 0);
    let note = |domain, from: Time, to: Time, title: &str, text: &str, roles: &[&str]| {
        annotation(demo, domain, TimeRange::new(from, to), title.to_owned(), text.to_owned(), roles)
    };
    vec![
        annotation(
            demo,
            Domain::Api,
            TimeRange::new(release.from, release.from + 6 * MINUTE),
            format!("リリース {} 与信チェックを同期化", version(day)),
            "Credit checks are now made while the client waits / 与信チェックを注文時に実行\nhttps://ci.example.net/api/builds/2140".to_owned(),
            &[],
        ),
        annotation(
            demo,
            Domain::Api,
            TimeRange::new(back, back + 4 * MINUTE),
            format!("Rollback of {}: p95 is 30 % slower", version(day)),
            "p95が30%悪化したため切り戻し / Response times were too long\nhttps://ci.example.net/api/builds/2141".to_owned(),
            &[],
        ),
        note(
            Domain::Shop,
            story.campaign.from,
            story.campaign.to,
            "週末キャンペーン「秋の三倍祭」 / Weekend campaign",
            "トップページとメールで告知。通常の3倍の来訪を見込む / Three times the usual visitors are expected\nhttps://wiki.example.net/campaigns",
            &[],
        ),
        note(
            Domain::Shop,
            maintenance,
            maintenance + 2 * HOUR,
            "監査ログのテーブルを追加 / Audit log table added",
            "注文DBに監査ログを書き始める / The orders database starts to keep an audit log\nhttps://wiki.example.net/changes/311",
            &["db"],
        ),
        note(
            Domain::Batch,
            at(story.epoch_day - super::story::FLAPPING_NIGHTS, 11, 0),
            at(story.epoch_day - super::story::FLAPPING_NIGHTS, 11, 0),
            "バックアップを3時に変更 / Backups now begin at 03:00",
            "それまでは5時だった / They used to begin at 05:00",
            &["backup"],
        ),
    ]
}

fn annotation(
    demo: &Demo,
    domain: Domain,
    range: TimeRange,
    title: String,
    description: String,
    roles: &[&str],
) -> Annotation {
    // Titles tell apart what begins in the same minute.
    let key = format!("{} {} {title}", domain.name(), range.from);
    Annotation {
        id: demo.noise.id("annotation", &key),
        title,
        description,
        from: range.from,
        to: range.to,
        service: domain.name().to_owned(),
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
    }
}
