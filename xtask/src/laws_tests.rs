//! The laws in CI; `cargo xtask laws --count 10000` tries more books.

use crate::generate::{self, department};
use crate::laws::{Options, World, all};
use crate::tally::per_mille;
use mingzhang_specimen::{STYLES, Style};

#[test]
fn laws_hold_of_a_thousand_books() {
    let world = World::new(None).unwrap();
    let (seen, broken) = all(&world, &Options { count: 1000, ..Options::default() });
    let told: Vec<_> = broken.iter().take(5).collect();
    assert!(broken.is_empty(), "{} {told:#?}", broken.len());
    assert_eq!(seen.len(), STYLES.len());
    for (style, s) in &seen {
        let understood = per_mille(s.understood, s.figures);
        assert!(s.books > 150 && understood >= 990, "{}: {} books, {understood}", style.name(), s.books);
        let unknown: usize = s.unknown.values().sum();
        assert!(s.right > 100 * s.books && unknown * 100 <= s.right, "{}: {:#?}", style.name(), s.unknown);
    }
}

#[test]
fn a_department_is_made_with_its_units_and_years() {
    let made = department(Style::Mof, 7, 2, (2022, 2024));
    let names: Vec<&str> = made.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names.len(), 3 * 4, "{names:?}");
    assert_eq!((names[0], names[11]), ("0007/2022-部门-mof-final", "0007/2024-单位03-mof-final"));
    let read = |a: &[&str]| generate::Options::read(a.iter().map(|s| (*s).to_owned()));
    let o = read(&["--years", "2021..2023", "--departments", "5", "--profile", "putuo-budget"]).unwrap();
    assert_eq!((o.years, o.departments, o.style), ((2021, 2023), 5, Style::Putuo));
    assert!(read(&["--years", "2024..2023"]).is_none() && read(&["--profile", "x"]).is_none());
}

#[test]
fn forms_are_read_as_they_are_written_and_found_right() {
    let broken: Vec<_> = (0..120).flat_map(|seed| crate::forms::check(seed, None)).collect();
    assert!(broken.is_empty(), "{} {:#?}", broken.len(), broken.iter().take(5).collect::<Vec<_>>());
}

#[test]
fn a_form_of_a_thousand_indicators_and_one_of_none() {
    let mut made = crate::forms::Made::new(3, Some("sichuan-project")).unwrap();
    let one = made.forms[0].indicators[0].clone();
    made.forms[0].indicators = (0..1000)
        .map(|k| {
            let mut row = one.clone();
            row.prints = (k == 0, k == 0);
            row.name.text = format!("服务事项{k}");
            row
        })
        .collect();
    assert_eq!(crate::forms::unlike(&made), Vec::<String>::new());
    made.forms[0].indicators.clear();
    assert_eq!(crate::forms::unlike(&made), Vec::<String>::new());
}
