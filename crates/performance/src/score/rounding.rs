//! R7: scores are worked out exactly and rounded when printed; which roundings of others are accepted is the profile's.

use crate::fraction::Fraction;

/// The decimals at which a printed score is a rounding of some exact score of a range; `None` if it is none.
pub(super) fn rounds_to(
    printed: Fraction,
    range: (Fraction, Fraction),
    accepted: impl Iterator<Item = u32>,
    half_even: bool,
) -> Option<u32> {
    accepted.into_iter().find(|places| is_rounding(printed, range, *places, half_even))
}

fn is_rounding(printed: Fraction, (low, high): (Fraction, Fraction), places: u32, half_even: bool) -> bool {
    if !printed.has_places(places) {
        return false;
    }
    let half = Fraction::place(places).over(Fraction::whole(2));
    let ends = half.and_then(|h| Some((printed.minus(h)?, printed.plus(h)?)));
    let Some((from, to)) = ends else { return false };
    // A tie goes up; to the even digit where that is accepted, which nobody does with whole points.
    (low < to && high >= from) || (half_even && places > 0 && low == to && printed.is_even(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(printed: &str, exact: &str, half_even: bool) -> Option<u32> {
        let of = |t: &str| Fraction::parse(t).unwrap().0;
        rounds_to(of(printed), (of(exact), of(exact)), [2, 1, 0].into_iter(), half_even)
    }

    #[test]
    fn two_one_and_no_decimals_half_up_and_half_even() {
        assert_eq!(accepts("8.89", "8.890375", true), Some(2));
        assert_eq!(accepts("9.6", "9.595", true), Some(2));
        assert_eq!(accepts("7.9", "7.9167", true), Some(1));
        assert_eq!(accepts("19", "18.89", true), Some(0));
        assert_eq!((accepts("9.52", "9.525", true), accepts("9.52", "9.525", false)), (Some(2), None));
        assert_eq!((accepts("9.53", "9.535", true), accepts("9.54", "9.535", true)), (None, Some(2)));
        assert_eq!((accepts("4", "4.5", true), accepts("5", "4.5", true)), (None, Some(0)));
        assert_eq!(accepts("9.9", "9.976", true), None);
    }
}
