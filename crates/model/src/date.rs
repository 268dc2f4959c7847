//! A day of the calendar.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A day, valid by construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Date {
    /// The day, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let valid =
            (1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        valid.then_some(Date { year, month, day })
    }

    /// 2024-06-30, 2024/6/30, 2024.6.30, 2024年6月30日, with or without a time behind it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let day = text.trim().split(['T', ' ']).next()?.trim_end_matches('日');
        let mut parts = day.split(['-', '/', '.', '年', '月']);
        let mut next = || parts.next().filter(|p| (1..=4).contains(&p.len()))?.parse::<u32>().ok();
        let (year, month, day) = (i32::try_from(next()?).ok()?, next()?, next()?);
        if parts.next().is_some() { None } else { Date::new(year, month, day) }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// Month from 1.
    #[must_use]
    pub fn month(self) -> u32 {
        self.month
    }

    /// Day of the month from 1.
    #[must_use]
    pub fn day(self) -> u32 {
        self.day
    }

    /// Days of its year that are over at its end, and all days of the year.
    #[must_use]
    pub fn elapsed(self) -> (u32, u32) {
        let all = |months: u32| (1..=months).map(|m| days(self.year, m)).sum::<u32>();
        (all(self.month - 1) + self.day, all(12))
    }

    /// 2024年6月30日
    #[must_use]
    pub fn words(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days of a month.
fn days(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in ["2024-06-30", "2024/6/30", "2024.6.30", "2024年6月30日", "2024-06-30T00:00:00", " 2024-6-30 "] {
            assert_eq!(Date::parse(text), Date::new(2024, 6, 30), "{text}");
        }
        for text in ["2024-06-31", "2023-02-29", "2024-13-01", "2024-06", "2024-06-30-1", "今天", "", "24-6-30"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_year_goes_by() {
        let elapsed = |t: &str| Date::parse(t).map(Date::elapsed);
        assert_eq!(elapsed("2024-06-30"), Some((182, 366)));
        assert_eq!((elapsed("2023-01-01"), elapsed("2023-12-31")), (Some((1, 365)), Some((365, 365))));
        assert_eq!(elapsed("1900-12-31"), Some((365, 365)));
    }
}
