//! Old workbooks: records in a stream in a compound file.

use crate::List;

pub(crate) const LIST: List = &[
    ("xls-nothing-but-its-mark", || MARK.to_vec()),
    ("xls-stream-that-is-a-circle", || {
        let mut bytes = compound(&book(&[record(0x203, &number(0, 0))].concat(), 1));
        // The second sector of the stream leads back to the first.
        let at = 512 + 4;
        bytes[at..at + 4].copy_from_slice(&0_u32.to_le_bytes());
        bytes
    }),
    ("xls-sheets-500-in-one-place-of-records-without-cells", || {
        compound(&book(&record(0x999, &[]).repeat(8 << 20), 500))
    }),
    ("xls-sheets-500-in-one-place", || {
        let cells: Vec<u8> = (0..200_000_u32).flat_map(|i| record(0x203, &number(i / 200, i % 200))).collect();
        compound(&book(&cells, 500))
    }),
    ("xls-record-continued-10-million-times", || {
        compound(&book(&[record(0xd6, &[0; 10]), record(0x3c, &[]).repeat(10 << 20)].concat(), 1))
    }),
    ("xls-cells-2000000", || {
        let cells: Vec<u8> = (0..2_000_000_u32).flat_map(|i| record(0x203, &number(i / 30, i % 30))).collect();
        compound(&book(&cells, 1))
    }),
    ("xls-numbers-beyond-all-size", || {
        let mut cells = Vec::new();
        for i in 0..300_000_u32 {
            let mut cell = number(i / 200, i % 200);
            cell[6..].copy_from_slice(&(if i % 2 == 0 { 1e308_f64 } else { 5e-324 }).to_le_bytes());
            cells.extend(record(0x203, &cell));
        }
        compound(&book(&cells, 1))
    }),
    ("xls-one-long-string-in-each-of-500000-cells", || {
        let mut globals = bof(5);
        globals.extend(record(0x85, &sheet_at(0)));
        let mut strings = vec![1, 0, 0, 0, 1, 0, 0, 0];
        strings.extend([0xff, 0x1f, 0]);
        strings.extend(vec![b'5'; 0x1fff]);
        globals.extend(record(0xfc, &strings));
        globals.extend(record(0x0a, &[]));
        let at = u32::try_from(globals.len()).unwrap();
        let place = bof(5).len() + 4;
        globals[place..place + 4].copy_from_slice(&at.to_le_bytes());
        globals.extend(bof(16));
        for i in 0..500_000_u32 {
            let mut cell = number(i / 100, i % 100);
            cell.truncate(6);
            cell.extend([0; 4]);
            globals.extend(record(0xfd, &cell));
        }
        globals.extend(record(0x0a, &[]));
        compound(&globals)
    }),
    ("xls-shared-strings-that-claim-4-billion", || {
        let mut globals = bof(5);
        globals.extend(record(0x85, &sheet_at(0)));
        globals.extend(record(0xfc, &[[0xff; 8].as_slice(), &[0; 8_000]].concat()));
        globals.extend(record(0x0a, &[]));
        compound(&globals)
    }),
    ("xls-merged-areas-of-all-cells", || {
        let mut areas = vec![0xff, 0x03];
        for _ in 0..1_023 {
            areas.extend([0, 0, 0xff, 0xff, 0, 0, 0xff, 0]);
        }
        let cells: Vec<u8> = (0..50_000_u32).flat_map(|i| record(0x203, &number(i / 250, i % 250))).collect();
        compound(&book(&[cells, record(0xe5, &areas).repeat(500)].concat(), 1))
    }),
    ("xls-blank-cells-with-rulings", || {
        let blanks: Vec<u8> = [vec![0, 0, 0, 0], vec![0; 510], vec![255, 0]].concat();
        compound(&book(&record(0xbe, &blanks).repeat(100_000), 1))
    }),
    ("xls-directory-of-400000-names", || {
        let mut bytes = compound(&book(&[], 1));
        let first = u32::try_from((bytes.len() - 512) / 512).unwrap();
        bytes[48..52].copy_from_slice(&first.to_le_bytes());
        let mut entry = [0_u8; 128];
        entry[0] = b'A';
        entry[64] = 4;
        entry[66] = 2;
        bytes.extend(entry.repeat(400_000));
        bytes
    }),
    ("xls-cut-in-half", || {
        let cells: Vec<u8> = (0..9_000_u32).flat_map(|i| record(0x203, &number(i / 9, i % 9))).collect();
        let bytes = compound(&book(&cells, 1));
        bytes[..bytes.len() / 2].to_vec()
    }),
];

const MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    out.extend_from_slice(data);
    out
}

fn bof(kind: u16) -> Vec<u8> {
    record(0x809, &[[0, 6].as_slice(), &kind.to_le_bytes(), &[0; 12]].concat())
}

/// Name and place of a sheet.
fn sheet_at(at: u32) -> Vec<u8> {
    [at.to_le_bytes().as_slice(), &[0, 0, 1, 0, b'A']].concat()
}

fn number(row: u32, column: u32) -> Vec<u8> {
    let mut out = u16::try_from(row).unwrap_or(u16::MAX).to_le_bytes().to_vec();
    out.extend(u16::try_from(column).unwrap_or(255).to_le_bytes());
    out.extend([0, 0]);
    out.extend(f64::from(row * 3 + column).to_le_bytes());
    out
}

fn book(cells: &[u8], sheets: usize) -> Vec<u8> {
    stream(&[], cells, sheets)
}

/// The stream of a workbook with some records for all, whose so many sheets are all the same records.
pub fn stream(globals: &[u8], cells: &[u8], sheets: usize) -> Vec<u8> {
    let head = bof(5).len() + sheets * record(0x85, &sheet_at(0)).len() + globals.len() + 4;
    let mut out = bof(5);
    for _ in 0..sheets {
        out.extend(record(0x85, &sheet_at(u32::try_from(head).unwrap())));
    }
    out.extend_from_slice(globals);
    out.extend(record(0x0a, &[]));
    out.extend(bof(16));
    out.extend_from_slice(cells);
    out.extend(record(0x0a, &[]));
    out
}

/// A compound file with one stream, called Workbook: the stream first, then directory and table of sectors.
pub fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let stream = [stream, &vec![0; 4_096_usize.saturating_sub(stream.len())]].concat();
    let sectors = stream.len().div_ceil(SECTOR);
    let tables = (sectors + 1).div_ceil(SECTOR / 4 - 1) + 1;
    let lists = tables.saturating_sub(109).div_ceil(SECTOR / 4 - 1);
    let mut fat: Vec<u32> = (1..=u32::try_from(sectors).unwrap()).collect();
    fat[sectors - 1] = 0xffff_fffe;
    fat.push(0xffff_fffe);
    fat.resize(sectors + 1 + tables, 0xffff_fffd);
    fat.resize(tables * SECTOR / 4, 0xffff_ffff);
    let number = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let mut out = vec![0; SECTOR];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, MARK);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &number(tables));
    put(48, &number(sectors));
    put(56, &[0, 16, 0, 0]);
    put(60, &[0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    let first_list = if lists == 0 { [0xfe, 0xff, 0xff, 0xff] } else { number(sectors + 1 + tables) };
    put(68, &first_list);
    put(72, &number(lists));
    put(76, &[0xff; 436]);
    for i in 0..tables.min(109) {
        put(76 + 4 * i, &number(sectors + 1 + i));
    }
    out.extend_from_slice(&stream);
    out.resize(SECTOR + sectors * SECTOR, 0);
    let mut directory = vec![0; SECTOR];
    for (i, (name, kind, first, size)) in
        [("Root Entry", 5_u8, 0xffff_fffe, 0), ("Workbook", 2, 0, stream.len())].into_iter().enumerate()
    {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let entry = &mut directory[128 * i..128 * (i + 1)];
        entry[..wide.len()].copy_from_slice(&wide);
        entry[64] = u8::try_from(wide.len() + 2).unwrap();
        entry[66] = kind;
        entry[68..80].fill(0xff);
        entry[116..120].copy_from_slice(&u32::to_le_bytes(first));
        entry[120..124].copy_from_slice(&number(size));
    }
    out.extend(directory);
    out.extend(fat.iter().flat_map(|n| n.to_le_bytes()));
    for k in 0..lists {
        let mut list: Vec<u8> = Vec::new();
        for i in 0..SECTOR / 4 - 1 {
            let table = 109 + k * (SECTOR / 4 - 1) + i;
            list.extend(if table < tables { number(sectors + 1 + table) } else { [0xff; 4] });
        }
        list.extend(if k + 1 < lists { number(sectors + 1 + tables + k + 1) } else { [0xfe, 0xff, 0xff, 0xff] });
        out.extend(list);
    }
    out
}
