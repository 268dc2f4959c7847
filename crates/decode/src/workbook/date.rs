//! Dates of spreadsheets: days since 1900 or 1904, with the day that never was.

use super::decimal::Decimal;

/// A day and a time of day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    year: i64,
    month: i64,
    day: i64,
    pub hour: i64,
    minute: i64,
    second: i64,
    /// It has a day; 0.25 alone is six o'clock.
    dated: bool,
    /// It has a time of day.
    timed: bool,
}

const LAST: i64 = 2_958_465;

/// The moment of a serial number; `None` where no spreadsheet has a date.
pub(super) fn moment(serial: &Decimal, late: bool) -> Option<Moment> {
    if serial.negative {
        return None;
    }
    let digits = |d: &[u8]| String::from_utf8_lossy(d).parse::<i64>().unwrap_or(0);
    // To the millionth of a day: a tenth of a second.
    let scaled = serial.clone().shift(6).round(0);
    let all = digits(scaled.parts().0);
    let (mut days, rest) = (all / 1_000_000, all % 1_000_000);
    let mut seconds = (rest * 86_400 + 500_000) / 1_000_000;
    if seconds == 86_400 {
        seconds = 0;
        days += 1;
    }
    if days > LAST {
        return None;
    }
    // Spreadsheets believe in 29 February 1900: days before it are one further from the epoch.
    let since_1970 = if late { days - 24_107 } else { days - if days < 60 { 25_568 } else { 25_569 } };
    let (year, month, day) = civil(since_1970);
    let dated = days > 0 || late;
    Some(Moment {
        year,
        month,
        day,
        hour: seconds / 3600,
        minute: seconds / 60 % 60,
        second: seconds % 60,
        dated,
        timed: seconds > 0 || !dated,
    })
}

/// Year, month and day of a count of days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years from 1 March, in cycles of 400.
    let shifted = days + 719_468;
    let cycle = shifted.div_euclid(146_097);
    let day_of_cycle = shifted.rem_euclid(146_097);
    let year = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year + year / 4 - year / 100);
    let part = (5 * day_of_year + 2) / 153;
    let month = if part < 10 { part + 3 } else { part - 9 };
    (year + cycle * 400 + i64::from(month <= 2), month, day_of_year - (153 * part + 2) / 5 + 1)
}

impl Moment {
    /// ISO 8601.
    pub fn iso(&self) -> String {
        let day = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        let time = format!("{:02}:{:02}:{:02}", self.hour, self.minute, self.second);
        match (self.dated, self.timed) {
            (true, true) => format!("{day}T{time}"),
            (true, false) => day,
            _ => time,
        }
    }

    /// The part a letter of a format stands for; `M` is a minute.
    pub fn part(&self, letter: char, width: usize, twelve: bool) -> String {
        let hour = if twelve { (self.hour + 11) % 12 + 1 } else { self.hour };
        let value = match letter {
            'y' | 'e' if width >= 3 || letter == 'e' => return format!("{:04}", self.year),
            'y' => return format!("{:02}", self.year % 100),
            'm' => self.month,
            'd' if width > 2 => {
                let day = "一二三四五六日".chars().nth(usize::try_from(self.weekday()).unwrap_or(0));
                return day.map(|d| format!("星期{d}")).unwrap_or_default();
            }
            'd' => self.day,
            'h' => hour,
            'M' => self.minute,
            _ => self.second,
        };
        if width >= 2 { format!("{value:02}") } else { value.to_string() }
    }

    /// 0 for Monday.
    fn weekday(&self) -> i64 {
        // Sakamoto's table: what each month adds to the weekday of 1 January.
        const OFFSETS: [i64; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let y = self.year - i64::from(self.month < 3);
        let offset = usize::try_from(self.month - 1).ok().and_then(|m| OFFSETS.get(m)).copied().unwrap_or(0);
        (y + y / 4 - y / 100 + y / 400 + offset + self.day + 6).rem_euclid(7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let iso = |serial: &str, late| moment(&Decimal::parse(serial).unwrap(), late).map(|m| m.iso());
        assert_eq!(iso("59", false).as_deref(), Some("1900-02-28"));
        assert_eq!(iso("61", false).as_deref(), Some("1900-03-01"));
        assert_eq!(iso("45658", false).as_deref(), Some("2025-01-01"));
        assert_eq!(iso("44196", true).as_deref(), Some("2025-01-01"));
        assert_eq!(iso("45351.99999999", false).as_deref(), Some("2024-03-01"));
        assert_eq!((iso("-1", false), iso("9999999", false)), (None, None));
    }

    #[test]
    fn weekdays() {
        let m = moment(&Decimal::parse("45658").unwrap(), false).unwrap();
        assert_eq!(m.part('d', 4, false), "星期三");
    }
}
