//! What a person does with Battera, one function per story.

use crate::pages;
use crate::world::World;
use std::pin::Pin;

type Story = for<'a> fn(&'a mut World) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// All of them, in the order in which they run.
pub const ALL: &[(&str, Story)] = &[("every_page_opens_without_complaints", |world| Box::pin(opens(world)))];

async fn opens(world: &mut World) {
    world.browser().await;
    for path in pages::all(world).await {
        world.page().visit(&path).await;
        world.page().find("main", "").await;
        assert_eq!(world.complaints().await, Vec::<String>::new(), "{path}");
    }
}
