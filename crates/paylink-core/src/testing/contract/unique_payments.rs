//! One live or succeeded payment per exclusive link.

use super::{
    Fixture,
    check::{During, Kept, holds, taken},
    ground::{Ground, insert_payment, update_payment},
};
use crate::{
    UniqueKey, Version,
    records::{LinkRecord, PaymentRecord, PaymentStatus},
};

/// Whether a payment in this state keeps others away.
const fn is_live(status: PaymentStatus) -> bool {
    match status {
        PaymentStatus::Processing | PaymentStatus::RequiresAction | PaymentStatus::Succeeded => true,
        PaymentStatus::Failed | PaymentStatus::Returned => false,
    }
}

fn payment(ground: &Ground, link: &LinkRecord, status: PaymentStatus) -> PaymentRecord {
    PaymentRecord { status, ..ground.make.payment(link) }
}

pub(super) async fn a_live_payment_keeps_others_from_its_link(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for first in PaymentStatus::ALL.iter().copied() {
        for second in PaymentStatus::ALL.iter().copied() {
            let link = ground.link().await?;
            ground.write([insert_payment(&payment(&ground, &link, first))]).await?;
            let later = payment(&ground, &link, second);
            let result = ground.write([insert_payment(&later)]).await;
            let what = format!("a payment that is {} after one that is {}", second.name(), first.name());
            if is_live(first) && is_live(second) {
                taken(result, UniqueKey::LivePayment).during(&what)?;
                holds(ground.store.payment(later.id).await?.is_none(), format!("{what} is not written"))?;
            } else {
                result.during(&what)?;
            }
        }
    }
    Ok(())
}

pub(super) async fn a_payment_that_ends_makes_room_for_another(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for before in PaymentStatus::ALL.iter().copied().filter(|status| is_live(*status)) {
        for after in PaymentStatus::ALL.iter().copied() {
            let link = ground.link().await?;
            let first = payment(&ground, &link, before);
            ground.write([insert_payment(&first)]).await?;
            let ended = PaymentRecord { status: after, ..first };
            ground.write([update_payment(&ended, Version::FIRST)]).await?;
            let next = payment(&ground, &link, PaymentStatus::Processing);
            let result = ground.write([insert_payment(&next)]).await;
            let what = format!("after {} became {}", before.name(), after.name());
            if is_live(after) {
                taken(result, UniqueKey::LivePayment).during(what)?;
            } else {
                result.during(&what)?;
                let back = ground.write([update_payment(&PaymentRecord { status: before, ..ended }, Version(2))]).await;
                taken(back, UniqueKey::LivePayment).during(format!("{what}, and back while there is another"))?;
            }
        }
    }
    Ok(())
}

pub(super) async fn one_set_can_end_a_payment_and_begin_the_next(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let first = payment(&ground, &link, PaymentStatus::Processing);
    ground.write([insert_payment(&first)]).await?;
    let ended = PaymentRecord { status: PaymentStatus::Failed, ..first };
    let next = payment(&ground, &link, PaymentStatus::Processing);
    ground.write([update_payment(&ended, Version::FIRST), insert_payment(&next)]).await?;
    let third = payment(&ground, &link, PaymentStatus::Processing);
    taken(ground.write([insert_payment(&third)]).await, UniqueKey::LivePayment)
}

pub(super) async fn a_link_that_is_not_exclusive_takes_many_payments(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (link, other) = (ground.link().await?, ground.link().await?);
    for status in PaymentStatus::ALL.iter().copied().chain(PaymentStatus::ALL.iter().copied()) {
        let free = PaymentRecord { exclusive: false, ..payment(&ground, &link, status) };
        ground.write([insert_payment(&free)]).await.during(status.name())?;
    }
    ground.write([insert_payment(&payment(&ground, &link, PaymentStatus::Processing))]).await?;
    let elsewhere = payment(&ground, &other, PaymentStatus::Processing);
    ground.write([insert_payment(&elsewhere)]).await.during("an exclusive payment of another link")
}
