//! Which texts of the interface are English only, read from the table itself, so that a new text is covered at once.

/// Collects what the page says in exactly one of the given texts: visible text, names, titles, placeholders.
/// What is written in a language of machines stays what it is.
pub const LEFT_OVER: &str = "
    const english = new Set(arguments[0]), found = new Set();
    const look = text => { if (english.has(tidy(text))) found.add(tidy(text)); };
    for (const e of document.querySelectorAll('body *')) {
      if (!shown(e) || e.closest('pre, code')) continue;
      for (const node of e.childNodes) if (node.nodeType === 3) look(node.data);
      for (const key of ['aria-label', 'title', 'placeholder', 'alt']) if (e.hasAttribute(key)) look(e.getAttribute(key));
    }
    return [...found]";

/// English texts without places, which differ from their Japanese and are of no other use, such as the name of the
/// other language.
pub fn only_english() -> Vec<String> {
    let mut texts = Vec::new();
    let files = std::fs::read_dir("src/i18n").expect("the tests run in the root of the workspace");
    for file in files {
        let table = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in table.lines().map(str::trim) {
            let Some((name, pair)) = line.split_once(": \"") else { continue };
            let Some((english, japanese)) = pair.split_once("\", \"") else { continue };
            let japanese = japanese.trim_end_matches("\";");
            let own_language = name == "other_language";
            if !own_language && english != japanese && !english.contains('{') {
                texts.push(english.to_owned());
            }
        }
    }
    assert!(texts.len() > 50, "the table is found: {texts:?}");
    texts
}
