//! How often the pages of links were shown, day by day.

use super::{Conn, RunQueryDsl, twin};
use crate::{
    error::{Done, failed, refused},
    nodes::kept,
    schema::link_views,
    types::Id,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use paylink_core::{Date, LinkId, ports::StoreError};

#[twin]
pub(in super::super) async fn was_viewed(conn: &mut Conn, link: LinkId, day: Date) -> Result<bool, StoreError> {
    let query = link_views::table.find((Id::of(link), day.to_string())).select(link_views::views);
    let views: Option<i64> = query.get_result(conn).await.optional().map_err(failed)?;
    Ok(views.is_some())
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, link: LinkId, day: Date) -> Done {
    let row = (link_views::link_id.eq(Id::of(link)), link_views::day.eq(day.to_string()), link_views::views.eq(1));
    let done = diesel::insert_into(link_views::table).values(row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("view", &link), Some(("link", &link))))
}

#[twin]
pub(super) async fn count(conn: &mut Conn, link: LinkId, day: Date) -> Done {
    let seen = link_views::table.find((Id::of(link), day.to_string()));
    let update = diesel::update(seen).set(link_views::views.eq(link_views::views + 1)).returning(link_views::views);
    let counted: Result<Option<i64>, _> = kept(update).get_result(conn).await.optional();
    counted.map(drop).map_err(|error| refused(error, ("view", &link), None))
}
