//! The pictures of `make screenshots`: the pages that people meet first, in both languages, themes and widths.
//!
//! They show the demo organisation through the same browser as the tests, so that a picture is never of something else.

use crate::pages;
use crate::world::World;
use serde_json::json;
use std::path::Path;

/// (name, width, height) in CSS pixels.
const SIZES: [(&str, u32, u32); 2] = [("wide", 1440, 900), ("narrow", 390, 844)];

/// Takes every picture into the folder, and the one of the README beside it.
pub async fn take(world: &mut World, folder: &Path, readme: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let shown = pages::shown(world).await;
    world.browser().await;
    for language in ["en", "ja"] {
        world.page().visit("/").await;
        world.page().settled().await;
        world.page().ask("localStorage.setItem('battera.lang', arguments[0])", vec![json!(language)]).await;
        for theme in ["light", "dark"] {
            let features = json!([{"name": "prefers-color-scheme", "value": theme}]);
            world.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
            for (size, width, height) in SIZES {
                let metrics =
                    json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
                world.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
                for (name, path) in &shown {
                    world.page().visit(path).await;
                    world.page().settled().await;
                    world.page().drawn().await;
                    let picture = world.page().client.screenshot().await.unwrap();
                    let file = folder.join(format!("{name}-{theme}-{language}-{size}.png"));
                    std::fs::write(&file, &picture).unwrap();
                    println!("{}", file.display());
                    if (*name, theme, language, size) == ("dashboard", "light", "en", "wide") {
                        std::fs::write(readme, &picture).unwrap();
                    }
                }
            }
        }
    }
}
