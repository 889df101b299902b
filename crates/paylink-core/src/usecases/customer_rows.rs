//! What belongs to a customer: links, payments, saved payment methods.

use crate::{
    Caller, Error, Paylink,
    forms::{LinkQuery, ListQuery, PaymentMethodQuery, PaymentQuery},
    views::{LinkView, Listed, PaymentMethodView, PaymentView},
};

impl Paylink {
    /// The links for one customer, newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn customer_links(&self, caller: &Caller, id: &str, list: &ListQuery) -> Result<Listed<LinkView>, Error> {
        let customer_id = Some(self.visible_customer(caller, id).await?.value.id.to_string());
        self.links(caller, &LinkQuery { list: list.clone(), customer_id, ..LinkQuery::default() }).await
    }

    /// The saved payment methods of one customer, newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn customer_payment_methods(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<Listed<PaymentMethodView>, Error> {
        let customer_id = Some(self.visible_customer(caller, id).await?.value.id.to_string());
        let query = PaymentMethodQuery { list: list.clone(), customer_id, ..PaymentMethodQuery::default() };
        self.payment_methods(caller, &query).await
    }

    /// The payments of the links for one customer, newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn customer_payments(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<Listed<PaymentView>, Error> {
        let customer_id = Some(self.visible_customer(caller, id).await?.value.id.to_string());
        self.payments(caller, &PaymentQuery { list: list.clone(), customer_id, ..PaymentQuery::default() }).await
    }
}
