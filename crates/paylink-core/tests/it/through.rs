//! Gateways of tests that stand in front of another one: what they do not change, they pass on.

/// Saved methods are let go, and refunds go, straight to the gateway behind, in the shape `async_trait` gives them.
macro_rules! refunds_through {
    ($behind:tt) => {
        fn forget<'gateway, 'reference, 'call>(
            &'gateway self,
            reference: &'reference paylink_core::ports::VaultReference,
        ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), paylink_core::ports::NotForgotten>> + Send + 'call>>
        where
            'gateway: 'call,
            'reference: 'call,
            Self: 'call,
        {
            self.$behind.forget(reference)
        }

        fn refund<'gateway, 'request, 'call>(
            &'gateway self,
            request: &'request paylink_core::ports::RefundRequest,
        ) -> crate::through::Call<'call, paylink_core::ports::GatewayRefund>
        where
            'gateway: 'call,
            'request: 'call,
            Self: 'call,
        {
            self.$behind.refund(request)
        }

        fn look_up_refund<'gateway, 'request, 'call>(
            &'gateway self,
            request: &'request paylink_core::ports::RefundRequest,
        ) -> crate::through::Call<'call, Option<paylink_core::ports::GatewayRefund>>
        where
            'gateway: 'call,
            'request: 'call,
            Self: 'call,
        {
            self.$behind.look_up_refund(request)
        }
    };
}

pub(crate) use refunds_through;

/// A call about a refund that is under way.
pub(crate) type Call<'call, T> =
    std::pin::Pin<Box<dyn Future<Output = Result<T, paylink_core::ports::RefundUnknown>> + Send + 'call>>;
