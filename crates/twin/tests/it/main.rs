//! One text, compiled both ways, gives the same answers.

#![cfg(test)]

/// What the text is compiled against: something that waits, or something that does not.
macro_rules! world {
    ($name:ident, $twin:path) => {
        mod $name {
            use $twin as twin;

            #[twin]
            async fn double(number: i32) -> Result<i32, String> {
                number.checked_mul(2).ok_or_else(|| format!("{number} is too large"))
            }

            #[twin]
            pub(super) async fn sum_of_doubles(numbers: &[i32]) -> Result<i32, String> {
                let mut sum = 0;
                for number in numbers {
                    let twice = { double(*number).await? };
                    sum += match double(twice).await {
                        Ok(four) if four > 100 => double(0).await?,
                        Ok(_) => twice,
                        Err(error) => return Err(error),
                    };
                }
                let label = "async .await"; // words in a text stay
                assert_eq!(label.len(), 12);
                Ok(sum)
            }
        }
    };
}

world!(waiting, paylink_twin::awaiting);
world!(plain, paylink_twin::blocking);

/// Runs a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn both_answer_alike() {
    for numbers in [&[][..], &[1, 2, 3], &[1, 40], &[i32::MAX, 1]] {
        assert_eq!(plain::sum_of_doubles(numbers), now(waiting::sum_of_doubles(numbers)), "{numbers:?}");
    }
}

#[test]
fn the_plain_one_does_not_wait() {
    let answer: Result<i32, String> = plain::sum_of_doubles(&[1, 2, 3]);
    assert_eq!(answer, Ok(12));
}
