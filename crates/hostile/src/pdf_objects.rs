//! PDF: streams that hold objects, as they are and behind a lock that opens without a password.

use crate::pdf_file::{deflate, text};
use crate::{Chance, List};

pub(crate) const LIST: List = &[
    ("pdf-object-streams-that-swell", || swelling("/Filter/FlateDecode", false)),
    ("pdf-object-streams-that-swell-said-briefly", || swelling("/F/FlateDecode", false)),
    ("pdf-object-streams-that-swell-said-in-numbers", || swelling("/#46ilter/FlateDecode", false)),
    ("pdf-object-streams-that-swell-said-elsewhere", || swelling("/Filter[3 0 R]", false)),
    ("pdf-object-streams-that-swell-said-behind-a-comment", || swelling("/Filter%x\n/FlateDecode", false)),
    ("pdf-object-streams-that-swell-said-long-before", || {
        swelling(&format!("/Filter/FlateDecode/A({})", " ".repeat(5_000)), false)
    }),
    ("pdf-object-streams-that-swell-under-another-head", || swelling("/Filter/FlateDecode/A(8 0 obj<<%)\n/B 1", false)),
    ("pdf-object-stream-packed-twice", || {
        holding(1, "/Filter[/FlateDecode/FlateDecode]", false, |_| deflate(&deflate(&vec![b' '; 100 << 20])))
    }),
    ("pdf-object-stream-of-itself", || holding(1, "", false, |_| b"7 0 2 0 <</Type/ObjStm>>".to_vec())),
    ("pdf-object-stream-that-fails-for-each-of-3000-pages", || {
        let body = deflate(&vec![b' '; 30 << 20]);
        file(3_000, false, |out| {
            out.add(9_999, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 0>>", &body);
            (0..3_000).map(|i| (10 + i, 9_999)).collect()
        })
    }),
    ("pdf-locked-object-streams-that-swell", || swelling("/Filter/FlateDecode", true)),
    ("pdf-locked-object-stream-nested-without-end", || {
        holding(1, "", true, |n| [format!("{n} 0 ").as_bytes(), &b"<</A".repeat(1 << 20)].concat())
    }),
    ("pdf-locked-object-stream-of-60-mib", || holding(1, "", true, |_| vec![b' '; 60 << 20])),
    ("pdf-locked-four-times", || {
        let mut out = holding(1, "/Filter/FlateDecode", true, |page| {
            [deflate(format!("{page} 0 <</Type/Page/Parent 2 0 R>>").as_bytes()), random(30 << 20)].concat()
        });
        for other in ["<01>", "<02>", "<03>"] {
            out.extend(format!("<<{}>>\n", lock::entries().replace("<00><00>", other)).bytes());
        }
        out
    }),
    ("pdf-locked-two-million-times", || {
        let mut out = swelling("/Filter/FlateDecode", true);
        out.splice(9..9, b"5 0 obj<</Filter/Standard>>endobj\n".iter().copied());
        out.extend(b"<</Encrypt 5 0 R>>".repeat(2_000_000));
        out
    }),
    ("pdf-locked-in-dictionaries-in-dictionaries", || {
        let mut out = swelling("/Filter/FlateDecode", true);
        for _ in 0..2_000 {
            out.extend(b"<</A".repeat(120));
            out.extend(b"<</Encrypt 5 0 R");
            out.extend(b" ".repeat(20_000));
            out.extend(b">>".repeat(121));
        }
        out
    }),
    ("pdf-locked-content-on-1000-pages", || {
        let content = random(1 << 20);
        file(1_000, true, |out| {
            out.add(9_999, "/Filter/FlateDecode", &content);
            (0..1_000).for_each(|i| out.page(10 + i, ""));
            Vec::new()
        })
    }),
    ("pdf-locked-content-of-60-mib", || {
        let content = random(60 << 20);
        file(1, true, |out| {
            out.add(9_999, "/Filter/FlateDecode", &content);
            out.page(10, "");
            Vec::new()
        })
    }),
    ("pdf-locked-map-of-3000-fonts", || {
        let map = [deflate(b"begincmap endcmap"), random(1 << 20)].concat();
        file(1, true, |out| {
            let content: String = (0..3_000).map(|i| format!("BT /F{i} 9 Tf 60 700 Td <4E00> Tj ET ")).collect();
            out.add(9_999, "", (content + &text(60.0, 600.0, 9.0, "收入")).as_bytes());
            out.add(9_998, "/Filter/FlateDecode", &map);
            let fonts: String = (0..3_000).map(|i| format!("/F{i} {} 0 R", 20 + i)).collect();
            (0..3_000).for_each(|i| out.put(20 + i, b"<</Type/Font/Subtype/Type1/ToUnicode 9998 0 R>>"));
            out.page(10, &format!("/Font<<{fonts}>>"));
            Vec::new()
        })
    }),
];

/// Pages in twenty streams that hold one each and forty mebibytes of blanks.
fn swelling(entries: &str, locked: bool) -> Vec<u8> {
    holding(20, entries, locked, |number| {
        let mut body = format!("{number} 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>").into_bytes();
        body.resize(40 << 20, b' ');
        deflate(&body)
    })
}

/// Small documents as they should be, that open without a password: a page with a line of text, in an object that is locked, and packed as well.
#[must_use]
pub fn locked_pages() -> [Vec<u8>; 2] {
    let page = |filter: &str, pack: fn(&[u8]) -> Vec<u8>| {
        file(1, true, |out| {
            let font = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UTF16-H/DescendantFonts[<<\
                /Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000/CIDSystemInfo<</Supplement 2>>>>]>>";
            let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 9999 0 R";
            let body = format!("10 0 {page}/Resources<</Font<</F1{font}>>>>>>");
            out.add(11, &format!("/Type/ObjStm/N 1/First 5{filter}"), &pack(body.as_bytes()));
            let content = text(60.0, 700.0, 12.0, "本年收入合计5.00万元");
            out.add(9_999, "/Filter/FlateDecode", &deflate(content.as_bytes()));
            vec![(10, 11)]
        })
    };
    [page("/Filter/FlateDecode", deflate), page("", <[u8]>::to_vec)]
}

/// A document whose pages stand in so many streams of objects, with these entries and with bytes made from the number of the page.
fn holding(count: usize, entries: &str, locked: bool, body: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    file(count, locked, |out| {
        out.put(3, b"/FlateDecode");
        let add = |i: usize| {
            let (page, stream) = (10 + 2 * i, 11 + 2 * i);
            let first = format!("{page} 0 ").len();
            out.add(stream, &format!("/Type/ObjStm/N 1/First {first}{entries}"), &body(page));
            (page, stream)
        };
        (0..count).map(add).collect()
    })
}

/// A document of so many pages, from 10 on; those that stand in streams, with the numbers of those, are what is given back.
fn file(pages: usize, locked: bool, write: impl FnOnce(&mut Writer) -> Vec<(usize, usize)>) -> Vec<u8> {
    let mut out = Writer { out: b"%PDF-1.7\n".to_vec(), offsets: Vec::new(), locked };
    out.put(1, b"<</Type/Catalog/Pages 2 0 R>>");
    let held = write(&mut out);
    let kids: String = match held.as_slice() {
        [] => (0..pages).map(|i| format!("{} 0 R ", 10 + i)).collect(),
        held => held.iter().map(|(page, _)| format!("{page} 0 R ")).collect(),
    };
    out.put(2, format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>").as_bytes());
    out.finish(&held)
}

struct Writer {
    out: Vec<u8>,
    offsets: Vec<(usize, usize)>,
    locked: bool,
}

impl Writer {
    fn put(&mut self, number: usize, body: &[u8]) {
        self.offsets.push((number, self.out.len()));
        self.out.extend(format!("{number} 0 obj").bytes());
        self.out.extend_from_slice(body);
        self.out.extend_from_slice(b"\nendobj\n");
    }

    /// A stream, locked if the file is.
    fn add(&mut self, number: usize, entries: &str, body: &[u8]) {
        let body = if self.locked { lock::locked(body) } else { body.to_vec() };
        let head = format!("<<{entries}/Length {}>>stream\n", body.len());
        self.put(number, &[head.as_bytes(), &body, b"\nendstream"].concat());
    }

    /// A page whose content is 9999.
    fn page(&mut self, number: usize, resources: &str) {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 9999 0 R";
        self.put(number, format!("{page}/Resources<<{resources}>>>>").as_bytes());
    }

    fn finish(mut self, held: &[(usize, usize)]) -> Vec<u8> {
        let mut table: Vec<(usize, u8, usize)> = held.iter().map(|(page, stream)| (*page, 2, *stream)).collect();
        table.extend(self.offsets.iter().map(|(n, at)| (*n, 1, *at)));
        table.sort_unstable();
        let at = self.out.len();
        let index: String = table.iter().map(|(n, ..)| format!("{n} 1 ")).collect();
        let row = |(_, kind, at): &(usize, u8, usize)| {
            let at = u32::try_from(*at).unwrap().to_be_bytes();
            [*kind, at[0], at[1], at[2], at[3], 0]
        };
        let rows: Vec<u8> = table.iter().flat_map(row).collect();
        let lock = if self.locked { lock::entries() } else { String::new() };
        let head = format!(
            "8 0 obj<</Type/XRef/W[1 4 1]/Index[{index}]/Size 100000/Root 1 0 R{lock}/Length {}>>stream\n",
            rows.len()
        );
        self.out.extend(head.bytes());
        self.out.extend_from_slice(&rows);
        self.out.extend(format!("\nendstream endobj\nstartxref\n{at}\n%%EOF").bytes());
        self.out
    }
}

/// A lock as of Acrobat 9 (AES with 256 bits), which an empty password opens.
mod lock {
    use aes::Aes256;
    use cbc::cipher::block_padding::{NoPadding, Pkcs7};
    use cbc::cipher::{BlockEncryptMut, KeyIvInit};
    use sha2::{Digest, Sha256};

    const KEY: [u8; 32] = *b"the key of this file, 32 letters";

    fn by(key: &[u8; 32]) -> cbc::Encryptor<Aes256> {
        cbc::Encryptor::new(key.into(), &[0; 16].into())
    }

    pub(super) fn locked(bytes: &[u8]) -> Vec<u8> {
        [[0; 16].as_slice(), &by(&KEY).encrypt_padded_vec_mut::<Pkcs7>(bytes)].concat()
    }

    /// What the trailer says of it.
    pub(super) fn entries() -> String {
        let hex = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
        let (check, salt) = (b"validate", b"salt key");
        let user = hex(&[Sha256::digest(check).as_slice(), check, salt].concat());
        let wrapped = hex(&by(&Sha256::digest(salt).into()).encrypt_padded_vec_mut::<NoPadding>(&KEY));
        let (owner, owner_key) = ("00".repeat(48), "00".repeat(32));
        let filter = "/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/StmF/StdCF/StrF/StdCF";
        format!(
            "/Encrypt<</Filter/Standard/V 5/R 5/Length 256/P -4/O<{owner}>/OE<{owner_key}>/U<{user}>/UE<{wrapped}>{filter}>>/ID[<00><00>]"
        )
    }
}

fn random(length: usize) -> Vec<u8> {
    let mut chance = Chance(11);
    let mut out = Vec::with_capacity(length + 8);
    while out.len() < length {
        out.extend(chance.next().to_le_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_decode::decode;

    #[test]
    fn what_opens_without_a_password_is_read() {
        for bytes in locked_pages() {
            let document = decode(&bytes, "a.pdf").unwrap();
            assert!(format!("{:?}", document.blocks).contains("本年收入合计5.00万元"), "{:?}", document.problems);
        }
    }

    #[test]
    fn what_is_behind_the_lock_is_looked_at_as_well() {
        let nested = holding(1, "", true, |n| [format!("{n} 0 ").as_bytes(), &b"<</A".repeat(1 << 16)].concat());
        let open = holding(1, "", false, |n| [format!("{n} 0 ").as_bytes(), &b"<</A".repeat(1 << 16)].concat());
        let why = |bytes: &[u8]| decode(bytes, "a.pdf").unwrap_err();
        assert_eq!(why(&nested), why(&open));
        assert_eq!(why(&swelling("/Filter/FlateDecode", true)), why(&swelling("/Filter/FlateDecode", false)));
    }
}
