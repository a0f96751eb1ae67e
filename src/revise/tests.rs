//! Every form in which an answer may be written can be changed, and nothing else changes with it.

use chrono::NaiveDate;
use snapbox::IntoData;
use toml::Value;
use toml::value::{Date, Datetime};

use super::{Place, Refused, Revision};
use crate::source::Source;

const FILE: &str = r#"# Head
format = 1
instruments = ["a@1.0.0", "b"] # two

[assessment]
date = 2026-01-31        # the day

# Question one
[response."a/1/x"]
level = ""          # to be seen
narrative = ''''''
measure.value = 3
# below

[[response."a/1/x".evidence]]
title = "One" # first
kind = 'letter'
url = "https://one.example"
[[response."a/1/x".action]]
what = "Write"
responsible = "Us"
due = 2026-05-01

[response]
'a/2/x'.level = "done"
"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }

[[response."a/4/x".evidence]]
title = "Only evidence""#;

fn revised(text: &str, change: impl FnOnce(&mut Revision<'_>) -> Result<(), Refused>) -> Result<String, Refused> {
    let source = Source::new("responses.toml", text.strip_prefix('\u{FEFF}').unwrap_or(text), text.as_bytes());
    let mut revision = Revision::of(&source)?;
    change(&mut revision)?;
    revision.applied()
}

/// The lines that went and came, with `-` and `+`.
fn changed(change: impl FnOnce(&mut Revision<'_>) -> Result<(), Refused>) -> String {
    let new = revised(FILE, change).unwrap();
    let difference = similar::TextDiff::from_lines(FILE, &new);
    let lines = difference.iter_all_changes().filter(|line| line.tag() != similar::ChangeTag::Equal);
    lines.map(|line| format!("{}{}", line.tag(), line.value().trim_end_matches('\n')) + "\n").collect()
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

fn day(text: &str) -> Value {
    let day: NaiveDate = text.parse().unwrap();
    use chrono::Datelike;
    let date = Date { year: day.year() as u16, month: day.month() as u8, day: day.day() as u8 };
    Value::Datetime(Datetime { date: Some(date), time: None, offset: None })
}

#[test]
fn values_change_in_place_with_their_comments_kept() {
    let made = changed(|file| {
        file.set(&Place::answer("a/1/x").key("level"), text("done"))?;
        file.set(&Place::answer("a/1/x").key("narrative"), text("It said \"yes\".\nTwice."))?;
        file.set(&Place::answer("a/1/x").key("measure").key("value"), Value::Integer(4))?;
        file.set(&Place::answer("a/1/x").block("evidence", 0).key("kind"), text("law's"))?;
        file.set(&Place::answer("a/2/x").key("level"), text("none"))?;
        file.set(&Place::answer("a/3/x").key("level"), text("a\"b\nc"))?;
        file.set(&Place::table("instruments").number(0), text("a@2.0.0"))?;
        file.set(&Place::table("format"), Value::Integer(1))?;
        file.set(&Place::table("assessment").key("date"), day("2027-01-31"))
    });
    snapbox::assert_data_eq!(
        made,
        snapbox::str![[r#"
-instruments = ["a@1.0.0", "b"] # two
+instruments = ["a@2.0.0", "b"] # two
-date = 2026-01-31        # the day
+date = 2027-01-31        # the day
-level = ""          # to be seen
-narrative = ''''''
-measure.value = 3
+level = "done"          # to be seen
+narrative = '''
+It said "yes".
+Twice.'''
+measure.value = 4
-kind = 'letter'
+kind = "law's"
-'a/2/x'.level = "done"
-"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }
+'a/2/x'.level = "none"
+"a/3/x" = { level = "a\"b\nc", evidence = [{ title = "T", kind = "k", url = "u" }] }

"#]]
        .raw()
    );
}

#[test]
fn new_keys_take_their_place() {
    let made = changed(|file| {
        for answer in ["a/1/x", "a/2/x", "a/3/x", "a/4/x"] {
            file.set(&Place::answer(answer).key("state"), text("ready"))?;
            file.set(&Place::answer(answer).key("done-on"), day("2026-01-01"))?;
        }
        file.set(&Place::table("profile"), text("core"))?;
        file.set(&Place::table("assessment").key("prepared-by"), text("Us"))?;
        file.set(&Place::table("institution").key("name"), text("Office"))?;
        file.set(&Place::table("institution").key("country"), text("XA"))
    });
    snapbox::assert_data_eq!(
        made,
        snapbox::str![[r#"
+profile = "core"
+prepared-by = "Us"
+done-on = 2026-01-01
+state = "ready"
-"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }
+"a/2/x".done-on = 2026-01-01
+"a/2/x".state = "ready"
+"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }], state = "ready", done-on = 2026-01-01 }
+[response."a/4/x"]
+done-on = 2026-01-01
+state = "ready"
-title = "Only evidence"
+title = "Only evidence"
+
+[institution]
+name = "Office"
+country = "XA"

"#]].raw()
    );
}

#[test]
fn blocks_are_added_in_every_form() {
    let entries = [("title", text("New")), ("kind", text("law"))];
    let made = changed(|file| {
        for answer in ["a/1/x", "a/2/x", "a/3/x", "a/4/x"] {
            file.add_block(&Place::answer(answer), "evidence", &entries)?;
            file.add_block(&Place::answer(answer), "action", &entries)?;
        }
        file.add_block(&Place::top(), "request", &entries)
    });
    snapbox::assert_data_eq!(
        made,
        snapbox::str![[r#"
+
+[[response."a/1/x".evidence]]
+title = "New"
+kind = "law"
+[[response."a/1/x".action]]
+title = "New"
+kind = "law"
+
-"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }
+"a/2/x".evidence = [{ title = "New", kind = "law" }]
+"a/2/x".action = [{ title = "New", kind = "law" }]
+"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }, { title = "New", kind = "law" }], action = [{ title = "New", kind = "law" }] }
+
+[[response."a/4/x".evidence]]
+title = "Only evidence"
-title = "Only evidence"
+title = "New"
+kind = "law"
+
+[[response."a/4/x".action]]
+title = "New"
+kind = "law"
+
+[[request]]
+title = "New"
+kind = "law"

"#]]
    );
}

#[test]
fn what_is_taken_out_leaves_its_comments() {
    let made = changed(|file| {
        file.remove(&Place::answer("a/1/x").key("level"))?;
        file.remove(&Place::answer("a/1/x").key("measure"))?;
        file.remove(&Place::answer("a/1/x").block("evidence", 0))?;
        file.remove(&Place::answer("a/1/x").block("action", 0))?;
        file.remove(&Place::answer("a/3/x").block("evidence", 0))?;
        file.remove(&Place::answer("a/3/x").key("level"))?;
        file.remove(&Place::answer("a/9/x"))
    });
    snapbox::assert_data_eq!(
        made,
        snapbox::str![[r#"
-level = ""          # to be seen
+# to be seen
-measure.value = 3
+# first
-[[response."a/1/x".evidence]]
-title = "One" # first
-kind = 'letter'
-url = "https://one.example"
-[[response."a/1/x".action]]
-what = "Write"
-responsible = "Us"
-due = 2026-05-01
-
-"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }
+"a/3/x" = { evidence = [] }

"#]]
    );
}

#[test]
fn an_answer_is_renamed_with_all_its_blocks() {
    let made = changed(|file| {
        for number in 1..=4 {
            file.rename_answer(&format!("a/{number}/x"), &format!("a/{number}/new"))?;
            file.remark(&Place::answer(&format!("a/{number}/x")), &format!("# was a/{number}/x"));
        }
        Ok(())
    });
    snapbox::assert_data_eq!(
        made,
        snapbox::str![[r#"
-[response."a/1/x"]
+# was a/1/x
+[response."a/1/new"]
-[[response."a/1/x".evidence]]
+[[response."a/1/new".evidence]]
-[[response."a/1/x".action]]
+[[response."a/1/new".action]]
-'a/2/x'.level = "done"
-"a/3/x" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }
+# was a/2/x
+'a/2/new'.level = "done"
+# was a/3/x
+"a/3/new" = { level = "done", evidence = [{ title = "T", kind = "k", url = "u" }] }
-[[response."a/4/x".evidence]]
+# was a/4/x
+[[response."a/4/new".evidence]]

"#]]
    );
}

#[test]
fn whole_answers_are_inserted_where_they_belong() {
    let block = |id: &str| format!("\n# Question {id}\n[response.\"{id}\"]\nlevel = \"\"\n");
    let made = changed(|file| {
        file.insert_before(&Place::answer("a/1/x"), false, &block("a/0/x"))?;
        file.insert_after(Some(&Place::answer("a/1/x")), &block("a/1/y"))?;
        file.insert_after(Some(&Place::answer("a/2/x")), &block("a/2/y"))?;
        file.insert_after(None, &block("b/1/x"))
    });
    snapbox::assert_data_eq!(
        made,
        snapbox::str![[r#"
+# Question a/0/x
+[response."a/0/x"]
+level = ""
+
+# Question a/1/y
+[response."a/1/y"]
+level = ""
+
+# Question a/2/y
+[response."a/2/y"]
+level = ""
+
-title = "Only evidence"
+title = "Only evidence"
+
+# Question b/1/x
+[response."b/1/x"]
+level = ""

"#]]
    );
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let windows = format!("\u{FEFF}{}", FILE.replace('\n', "\r\n"));
    let made = revised(&windows, |file| {
        file.set(&Place::answer("a/1/x").key("narrative"), text("One\nTwo"))?;
        file.insert_after(None, "\n[response.\"b/1/x\"]\nlevel = \"\"\n")
    })
    .unwrap();
    assert!(made.starts_with('\u{FEFF}'));
    assert_eq!(made.matches('\n').count(), made.matches("\r\n").count());
    let unix = revised(FILE, |file| {
        file.set(&Place::answer("a/1/x").key("narrative"), text("One\nTwo"))?;
        file.insert_after(None, "\n[response.\"b/1/x\"]\nlevel = \"\"\n")
    })
    .unwrap();
    assert_eq!(made, format!("\u{FEFF}{}", unix.replace('\n', "\r\n")));
}

#[test]
fn what_would_change_more_is_refused() {
    let both = |file: &mut Revision<'_>| file.rename_answer("a/1/x", "a/2/x");
    assert!(revised(FILE, both).unwrap_err().to_string().contains("the answer to `a/1/x`"));
    let inline = "format = 1\nresponse = { \"a/1/x\" = { level = \"done\" } }\n";
    let insert = |file: &mut Revision<'_>| file.insert_after(None, "\n[response.\"a/2/x\"]\nlevel = \"\"\n");
    assert!(revised(inline, insert).unwrap_err().to_string().contains("leaves no place"));
    assert!(revised("format = ", |_| Ok(())).is_err());
    let same = |file: &mut Revision<'_>| file.set(&Place::answer("a/1/x").key("level"), text(""));
    assert_eq!(revised(FILE, same).unwrap(), FILE);
}
