//! Names of files in a pack: what may be written and read on every computer, and stays inside the folder.

/// Why a file of this name is not packed or unpacked; `None` if nothing speaks against it.
pub fn unsafe_name(name: &str) -> Option<&'static str> {
    let part_is_bad = |part: &str| part.is_empty() || part == "." || part == "..";
    if name.contains('\\') {
        Some("is written with `\\`")
    } else if name.starts_with('/') {
        Some("begins with `/`")
    } else if name.split('/').any(|part| part == "..") {
        Some("leaves the folder")
    } else if name.contains(':') {
        Some("holds `:`, which is for drives")
    } else if name.split('/').any(part_is_bad) {
        Some("is no name of a file")
    } else if name.chars().any(char::is_control) {
        Some("holds an invisible control character")
    } else if name.split('/').any(|part| part.ends_with(['.', ' '])) {
        Some("has a part that ends with a full stop or space, which Windows drops")
    } else if name.len() > 1000 {
        Some("is longer than file systems take")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_inside_everywhere_is_a_name() {
        for good in ["responses.toml", "evidence/letter 377.pdf", "evidence/a/Brief für Ä.pdf"] {
            assert_eq!(unsafe_name(good), None, "{good}");
        }
        for bad in ["", "/etc/passwd", "../a", "a/../../b", "a\\b", "C:/a", "a//b", "a/", "./a", "a\n", "a./b", "a "] {
            assert!(unsafe_name(bad).is_some(), "{bad}");
        }
        assert!(unsafe_name(&"a".repeat(1001)).is_some());
    }
}
