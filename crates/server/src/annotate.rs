//! `battera annotate`: posts one annotation, of a moment, of a span, or of a command that it runs.
//!
//! A wrapped command keeps its own standard streams, gets the signals that this process gets, and its exit status is
//! this process's own (128 and the number for a signal), whether the annotation could be posted or not.

pub(crate) mod moment;
mod options;
mod post;
mod wrap;

pub use options::Annotate;

use crate::clock::Clock;
use anyhow::Context;
use mackerel::annotations::{Annotation, MAX_TITLE_CHARS};
use std::process::ExitCode;

/// Posts what the flags say; the answer is what the process ends with.
pub fn run(options: Annotate) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(annotate(options, &Clock::system()))
}

async fn annotate(options: Annotate, clock: &Clock) -> anyhow::Result<ExitCode> {
    let began = clock.now();
    let at = |text: &Option<String>| text.as_deref().map(|text| moment::parse(text, began)).transpose();
    let from = at(&options.from).context("--from")?.unwrap_or(began);
    let mut annotation = Annotation {
        id: String::new(),
        title: options.title.clone(),
        description: options.description.clone().unwrap_or_default(),
        from,
        to: at(&options.to).context("--to")?.unwrap_or(from),
        service: options.service.clone(),
        roles: options.role.clone(),
    };
    if !options.wrap {
        let posted = post::post(&options, &annotation).await?;
        println!("{}", posted.id);
        return Ok(ExitCode::SUCCESS);
    }
    let mut signals = wrap::Signals::new()?;
    let ended = signals.run(&options.command).await;
    annotation.title = titled(&annotation.title, &ended.to_string());
    annotation.to = clock.now().max(annotation.from);
    // Whoever asks for an end does not wait for a server that does not answer.
    let posted = tokio::select! {
        posted = post::post(&options, &annotation) => posted,
        () = signals.any() => Err(anyhow::anyhow!("interrupted")),
    };
    if let Err(error) = posted {
        eprintln!("battera: the annotation was not posted: {error:#}");
    }
    Ok(ExitCode::from(ended.code()))
}

/// A title with how the command ended, cut where both do not fit.
fn titled(title: &str, ended: &str) -> String {
    let suffix = format!(" ({ended})");
    let room = MAX_TITLE_CHARS - suffix.chars().count();
    title.chars().take(room).chain(suffix.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::titled;
    use mackerel::annotations::MAX_TITLE_CHARS;

    #[test]
    fn a_long_title_keeps_how_it_ended() {
        assert_eq!(titled("deploy", "exit 0"), "deploy (exit 0)");
        let long = titled(&"日".repeat(300), "signal 15");
        assert_eq!(long.chars().count(), MAX_TITLE_CHARS);
        assert!(long.ends_with("日 (signal 15)"), "{long}");
    }
}
