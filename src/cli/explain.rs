use std::str::FromStr;

use clap::Args;
use strum::IntoEnumIterator;

use super::exit::{Exit, Failure};
use super::output;
use crate::problem::{Code, explanation, nearest};

/// Explain a problem: what it means, why it matters, how to mend it
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Explain {
    /// Code of the problem, as it stands in square brackets, e.g. unknown-level; without it, all codes are listed
    code: Option<String>,
}

const AFTER: &str = "Examples:\n  \
    rapporteur explain unknown-level\n  \
    rapporteur explain";

impl Explain {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let Some(given) = self.code else {
            let list: String = Code::iter().map(|code| format!("{code}\n")).collect();
            output::result(&list)?;
            return Ok(Exit::Done);
        };
        let Ok(code) = Code::from_str(&given) else {
            let codes: Vec<String> = Code::iter().map(|code| code.to_string()).collect();
            let help = match nearest(&given, codes.iter().map(String::as_str)) {
                Some(code) => format!("did you mean `{code}`?"),
                None => "`rapporteur explain` lists all codes".to_owned(),
            };
            return Err(Failure::Usage(format!("there is no code `{given}`; {help}")));
        };
        output::result(explanation(code).unwrap_or_default())?;
        Ok(Exit::Done)
    }
}
