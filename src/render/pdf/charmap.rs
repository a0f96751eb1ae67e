//! Gives a cut down font its character map back: `subsetter` drops it, but a simple font needs one, since its codes are
//! characters and not numbers of glyphs.

/// Where the list of tables begins, and how long an entry is.
const LIST: usize = 12;
const ENTRY: usize = 16;
/// All of a font's words come to this sum (OpenType, table `head`).
const SUM: u32 = 0xb1b0_afba;

/// The font program with a map from characters to glyphs, of the kind that PDF calls (3,1). `None` if `font` is no font.
pub(super) fn add(font: &[u8], glyphs: &[(char, u16)]) -> Option<Vec<u8>> {
    let count = usize::from(u16::from_be_bytes(font.get(4..6)?.try_into().ok()?));
    let mut tables: Vec<([u8; 4], Vec<u8>)> = vec![(*b"cmap", map(glyphs))];
    for entry in font.get(LIST..LIST + count * ENTRY)?.chunks_exact(ENTRY) {
        let number = |at: usize| Some(u32::from_be_bytes(entry.get(at..at + 4)?.try_into().ok()?) as usize);
        let (start, length) = (number(8)?, number(12)?);
        let content = font.get(start..start.checked_add(length)?)?;
        let tag: [u8; 4] = entry.get(..4)?.try_into().ok()?;
        if tag != *b"cmap" {
            tables.push((tag, content.to_vec()));
        }
    }
    tables.sort_unstable_by_key(|(tag, _)| *tag);
    if let Some((_, head)) = tables.iter_mut().find(|(tag, _)| tag == b"head") {
        head.get_mut(8..12)?.fill(0);
    }
    let mut out = list(font.get(..4)?, &tables)?;
    let head_at =
        out.len() + tables.iter().take_while(|(tag, _)| tag != b"head").map(|(_, t)| padded(t)).sum::<usize>();
    for (_, table) in &tables {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let rest = SUM.wrapping_sub(sum(&out));
    out.get_mut(head_at + 8..head_at + 12)?.copy_from_slice(&rest.to_be_bytes());
    Some(out)
}

/// The head of the file and the list of its tables.
fn list(version: &[u8], tables: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let selector = count.checked_ilog2()?;
    let range = 16u16 << selector;
    let mut out = version.to_vec();
    for number in [count, range, u16::try_from(selector).ok()?, count * 16 - range] {
        out.extend(number.to_be_bytes());
    }
    let mut at = LIST + tables.len() * ENTRY;
    for (tag, table) in tables {
        out.extend(tag);
        for number in [sum(table), u32::try_from(at).ok()?, u32::try_from(table.len()).ok()?] {
            out.extend(number.to_be_bytes());
        }
        at += padded(table);
    }
    Some(out)
}

fn padded(table: &[u8]) -> usize {
    table.len().next_multiple_of(4)
}

/// The sum of all words.
fn sum(bytes: &[u8]) -> u32 {
    let word = |part: &[u8]| {
        let mut word = [0; 4];
        word[..part.len()].copy_from_slice(part);
        u32::from_be_bytes(word)
    };
    bytes.chunks(4).map(word).fold(0, u32::wrapping_add)
}

/// Characters in a row whose glyphs stand in a row.
struct Stretch {
    first: u16,
    last: u16,
    glyph: u16,
}

/// The table: one map, for Unicode, in format 4.
fn map(glyphs: &[(char, u16)]) -> Vec<u8> {
    let code = |&(c, glyph): &(char, u16)| Some((u16::try_from(u32::from(c)).ok()?, glyph));
    let sorted: std::collections::BTreeMap<u16, u16> = glyphs.iter().filter_map(code).collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (code, glyph) in sorted {
        match stretches.last_mut() {
            Some(Stretch { first, last, glyph: begin })
                if *last + 1 == code && u32::from(*begin) + u32::from(code - *first) == u32::from(glyph) =>
            {
                *last = code;
            }
            _ => stretches.push(Stretch { first: code, last: code, glyph }),
        }
    }
    // The list ends with a stretch that leads to no glyph.
    stretches.push(Stretch { first: u16::MAX, last: u16::MAX, glyph: 0 });
    let count = u16::try_from(stretches.len()).unwrap_or(u16::MAX);
    let selector = count.ilog2();
    let range = 2u16 << selector;
    let mut words = vec![count * 2, range, u16::try_from(selector).unwrap_or(0), count * 2 - range];
    words.extend(stretches.iter().map(|stretch| stretch.last));
    words.push(0);
    words.extend(stretches.iter().map(|stretch| stretch.first));
    words.extend(stretches.iter().map(|stretch| stretch.glyph.wrapping_sub(stretch.first)));
    words.extend(stretches.iter().map(|_| 0));
    // Version, one map; platform and encoding, and where it begins; format, length, no language.
    let length = u16::try_from(6 + 2 * words.len()).unwrap_or(u16::MAX);
    let mut table: Vec<u16> = vec![0, 1, 3, 1, 0, 12, 4, length, 0];
    table.append(&mut words);
    table.into_iter().flat_map(u16::to_be_bytes).collect()
}
