//! Embeds the app into the executable.

fn main() {}
