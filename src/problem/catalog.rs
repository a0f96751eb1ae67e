//! Words about what can be wrong in an OSCAL catalog: message, label and next step.

use super::CatalogFault;

/// The words of a fault. A catalog is made by programs, so the next step is rarely to edit it.
pub(super) fn of_catalog(fault: &CatalogFault) -> (String, String, String) {
    let again = "export the catalog again, or see `src/render/oscal/oscal.md` for where everything stands";
    let (message, label, help) = match fault {
        CatalogFault::NotJson { finding } => (
            format!("this is not JSON: {finding}"),
            "here",
            "the file may have been cut off or edited by hand; get it again from where it came from",
        ),
        CatalogFault::Form { finding } => {
            (format!("this is not in the form of an OSCAL catalog: {finding}"), "read up to here", again)
        }
        CatalogFault::OtherModel => (
            "this is no OSCAL catalog".into(),
            "",
            "give the catalog of an instrument, such as `catalog-eoa-2024.json`; other files of OSCAL are not read",
        ),
        CatalogFault::Foreign => (
            "this catalog was not written by rapporteur, so it doesn't say whom a question is about or how it is answered"
                .into(),
            "",
            "begin a rules file with `rapporteur rules new`, and copy the texts into it",
        ),
        CatalogFault::Missing { what, of } => (format!("`{of}` has no `{what}`"), "missing here", again),
        CatalogFault::NotADay { given } => {
            (format!("`{given}` is not a day"), "a day is needed here", "write it as in `2024-10-09`")
        }
        CatalogFault::NotANumber { given } => {
            (format!("`{given}` is not a whole number"), "a whole number is needed here", "write it in digits")
        }
    };
    (message, label.into(), help.into())
}
