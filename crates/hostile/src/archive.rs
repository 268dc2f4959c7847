//! Archives of files.

use crate::List;
use crate::package::{package, package_with};

pub(crate) const LIST: List = &[
    ("zip-text-of-blanks-300-mib", || package_with(&[], "a.txt", ("", " ", 300 << 20, ""))),
    ("zip-of-zips-of-zips", || {
        let mut inner = package(&[("a.txt", "收入5.00万元。")]);
        for i in 0..500 {
            inner = package(&[(format!("a{i}.zip").as_str(), inner)]);
        }
        inner
    }),
    ("zip-of-200-files-of-10-mib", || {
        let one = vec![b' '; 10 << 20];
        let names: Vec<String> = (0..200).map(|i| format!("a{i}.txt")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), one.as_slice())).collect();
        package(&parts)
    }),
    ("zip-of-200-texts-of-600-kib", || {
        let names: Vec<String> = (0..200).map(|i| format!("a{i}.txt")).collect();
        let parts: Vec<(&str, String)> = names
            .iter()
            .enumerate()
            .map(|(i, n)| (n.as_str(), format!("收入{i}.00万元，支出{i}万元。\n").repeat(15_000)))
            .collect();
        package(&parts)
    }),
    ("zip-of-200-documents-that-swell", || {
        let one =
            package_with(&[], "word/document.xml", ("<w:document><w:body>", " ", 100 << 20, "</w:body></w:document>"));
        let names: Vec<String> = (0..200).map(|i| format!("a{i}.docx")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), one.as_slice())).collect();
        package(&parts)
    }),
    ("zip-of-200-documents-of-30000-paragraphs", || {
        let one = package_with(
            &[],
            "word/document.xml",
            ("<w:document><w:body>", "<w:p><w:r><w:t>收入5.00万元</w:t></w:r></w:p>", 30_000, "</w:body></w:document>"),
        );
        let names: Vec<String> = (0..200).map(|i| format!("a{i}.docx")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), one.as_slice())).collect();
        package(&parts)
    }),
    ("zip-of-100000-names", || {
        let names: Vec<String> = (0..100_000).map(|i| format!("{i}.txt")).collect();
        let parts: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "5")).collect();
        package(&parts)
    }),
    ("zip-names-that-lead-elsewhere", || {
        package(&[
            ("../../../../etc/passwd", "收入5.00万元。"),
            ("/etc/shadow", "收入6.00万元。"),
            ("C:\\a\\..\\b.txt", "收入7.00万元。"),
            ("\u{202e}txt.exe", "5"),
        ])
    }),
    ("zip-lists-of-names-without-files", || {
        [b"PK\x03\x04".as_slice(), &b"PK\x01\x02".repeat(16 << 20)[..(64 << 20) - 4]].concat()
    }),
    ("zip-files-that-are-one", || {
        // All entries of the list at the end lead to the same packed bytes.
        let whole = package(&[("a.txt", vec![b' '; 30 << 20])]);
        let list = whole.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let end = whole.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
        let mut out = whole[..list].to_vec();
        let count = 150_u16;
        for _ in 0..count {
            out.extend_from_slice(&whole[list..end]);
        }
        let mut tail = whole[end..].to_vec();
        tail[8..10].copy_from_slice(&count.to_le_bytes());
        tail[10..12].copy_from_slice(&count.to_le_bytes());
        tail[12..16].copy_from_slice(&u32::try_from((end - list) * usize::from(count)).unwrap().to_le_bytes());
        out.extend(tail);
        out
    }),
    ("zip-cut-in-half", || {
        let bytes = package(&[("a.txt", "收入5.00万元。".repeat(999)), ("b.txt", "支出5.00万元。".repeat(999))]);
        bytes[..bytes.len() / 2].to_vec()
    }),
];
