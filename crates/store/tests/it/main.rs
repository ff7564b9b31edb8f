//! The contract of the shelves, word for word the same on SQLite and on PostgreSQL, and what only one of them promises.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod ground;

mod codes;
mod group;
mod idempotency;
mod list;
mod live;
mod plan;
mod prepare;
mod rls;
mod search;
mod sight;
mod start;
mod tables;

/// Runs each story on both engines, each on a database of its own.
macro_rules! on_both {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() { super::$story(crate::ground::Ground::sqlite().await).await; })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() { super::$story(crate::ground::Ground::postgres().await).await; })*
        }
    };
}
pub(crate) use on_both;
