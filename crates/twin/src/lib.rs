//! One text, two functions: an `async fn` as it stands, or the same without waiting.
//!
//! A query that is written once as `async fn` serves a connection that waits (PostgreSQL) with
//! [`macro@awaiting`] and one that blocks (SQLite) with [`macro@blocking`].

use proc_macro::{Group, TokenStream, TokenTree};

/// Leaves the function as it is.
#[proc_macro_attribute]
pub fn awaiting(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Makes a plain function of it: every `async` and every `.await` inside is dropped.
///
/// `async move |x| …` becomes `move |x| …`, so closures stay closures. A name spelled `async` or
/// `await` for another purpose (`r#async`) is not supported.
#[proc_macro_attribute]
pub fn blocking(_: TokenStream, item: TokenStream) -> TokenStream {
    strip(item)
}

fn strip(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Ident(word) if word.to_string() == "async" => {}
            TokenTree::Punct(dot) if dot.as_char() == '.' && rest.next_if(is_await).is_some() => {}
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), strip(group.stream()));
                inner.set_span(group.span());
                kept.push(inner.into());
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn is_await(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word.to_string() == "await")
}
