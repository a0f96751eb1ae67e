//! The rules, templates and explanations are compiled in; a change to them must rebuild the crate.

fn main() {
    for folder in ["rules", "templates", "src/problem/explain"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
