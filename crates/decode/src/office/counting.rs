//! Numbers as lists print them.

/// A number in a format of lists; `None` for bullets and for what prints nothing.
pub(super) fn print(format: &str, n: u32) -> Option<String> {
    let enclosed = |first: u32, most: u32| {
        (1..=most).contains(&n).then(|| char::from_u32(first + n - 1)).flatten().map(String::from)
    };
    let nth = |list: &str| list.chars().nth(usize::try_from(n).ok()?.checked_sub(1)?).map(String::from);
    Some(match format {
        "bullet" | "none" => return None,
        "decimalZero" => format!("{n:02}"),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperLetter" => letters(n),
        "lowerLetter" => letters(n).to_lowercase(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => han(n, "〇一二三四五六七八九", "十百千万"),
        "chineseLegalSimplified" => han(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万"),
        "ideographLegalTraditional" => han(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬"),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digits(n, "〇一二三四五六七八九"),
        "decimalFullWidth" | "decimalFullWidth2" => digits(n, "０１２３４５６７８９"),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸").unwrap_or_else(|| n.to_string()),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥").unwrap_or_else(|| n.to_string()),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            enclosed(0x2460, 20).unwrap_or_else(|| n.to_string())
        }
        "decimalEnclosedFullstop" => enclosed(0x2488, 20).unwrap_or_else(|| n.to_string()),
        "decimalEnclosedParen" => enclosed(0x2474, 20).unwrap_or_else(|| n.to_string()),
        "ideographEnclosedCircle" => enclosed(0x3220, 10).unwrap_or_else(|| n.to_string()),
        _ => n.to_string(),
    })
}

fn digits(n: u32, forms: &str) -> String {
    n.to_string().chars().filter_map(|c| forms.chars().nth(usize::try_from(c.to_digit(10)?).ok()?)).collect()
}

/// Counting in Chinese below a hundred million; 十一, not 一十一.
fn han(n: u32, forms: &str, units: &str) -> String {
    let form = |k: u32| forms.chars().nth(usize::try_from(k).unwrap_or(0)).unwrap_or('〇');
    let unit = |k: usize| units.chars().nth(k).map(String::from).unwrap_or_default();
    if n == 0 {
        return form(0).to_string();
    }
    if n >= 100_000_000 {
        return n.to_string();
    }
    if n >= 10_000 {
        let rest = n % 10_000;
        let zero = if rest > 0 && rest < 1_000 { "零" } else { "" };
        let tail = if rest > 0 { format!("{zero}{}", han(rest, forms, units)) } else { String::new() };
        return format!("{}{}{tail}", han(n / 10_000, forms, units), unit(3));
    }
    let mut out = String::new();
    let mut skipped = false;
    for (power, k) in [(1_000, 2), (100, 1), (10, 0)] {
        let digit = n / power % 10;
        if digit == 0 {
            skipped = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            out.push('零');
        }
        if !(power == 10 && digit == 1 && out.is_empty() && form(1) == '一') {
            out.push(form(digit));
        }
        out.push_str(&unit(k));
    }
    if !n.is_multiple_of(10) {
        if skipped && n > 100 {
            out.push('零');
        }
        out.push(form(n % 10));
    }
    out
}

fn roman(n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n == 0 || n > 3_999 {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, sign) in STEPS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// A … Z, AA, BB …
fn letters(n: u32) -> String {
    if n == 0 || n > 780 {
        return n.to_string();
    }
    let letter = char::from(b'A' + u8::try_from((n - 1) % 26).unwrap_or(0));
    std::iter::repeat_n(letter, usize::try_from((n - 1) / 26 + 1).unwrap_or(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn numbers_are_printed_as_lists_do() {
        let chinese = |n| print("chineseCountingThousand", n).unwrap();
        assert_eq!(
            [1, 10, 11, 20, 101, 110, 111, 1005, 1050, 10_001].map(chinese),
            ["一", "十", "十一", "二十", "一百零一", "一百一十", "一百一十一", "一千零五", "一千零五十", "一万零一"]
        );
        assert_eq!(print("chineseLegalSimplified", 12).unwrap(), "壹拾贰");
        assert_eq!(print("japaneseDigitalTenThousand", 20).unwrap(), "二〇");
        assert_eq!(
            (print("upperRoman", 14).unwrap().as_str(), print("lowerLetter", 28).unwrap().as_str()),
            ("XIV", "bb")
        );
        assert_eq!(
            (print("decimalEnclosedCircle", 3).unwrap().as_str(), print("decimalFullWidth", 12).unwrap().as_str()),
            ("③", "１２")
        );
        assert_eq!((print("bullet", 3), print("decimalEnclosedCircle", 21).unwrap().as_str()), (None, "21"));
    }
}
