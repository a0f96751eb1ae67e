//! How the cells of a workbook look: the palette of `templates/report.css`.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::table::Holds;

const INK: Color = Color::RGB(0x1A_1A1A);
const SOFT: Color = Color::RGB(0x4A_5560);
const LINE: Color = Color::RGB(0xC3_CCD4);
const WASH: Color = Color::RGB(0xF1_F5F7);
const DEEP: Color = Color::RGB(0x0B_4F6C);

/// The formats that sheets share.
pub(super) struct Look {
    /// The heading of a column that is only to be read.
    pub(super) heading: Format,
    /// The heading of a column to write in.
    pub(super) open_heading: Format,
    /// A sentence.
    pub(super) prose: Format,
    /// What is only to be read.
    pub(super) locked: Format,
    /// The same, to the right.
    pub(super) figure: Format,
    /// A number that formulas need.
    pub(super) behind: Format,
    /// The headline of a group.
    pub(super) total: Format,
    /// The same, to the right.
    pub(super) total_figure: Format,
    open: Format,
    /// What stands at the foot of printed pages.
    pub(super) footer: &'static str,
}

impl Look {
    pub(super) fn new() -> Self {
        let plain = Format::new().set_font_size(10).set_font_color(INK).set_align(FormatAlign::Top);
        let ruled = plain.clone().set_border(FormatBorder::Thin).set_border_color(LINE);
        let heading = ruled.clone().set_bold().set_align(FormatAlign::VerticalCenter);
        let locked = ruled.clone().set_background_color(WASH).set_text_wrap();
        Self {
            heading: heading.clone().set_font_color(DEEP).set_background_color(WASH),
            open_heading: heading.set_font_color(Color::White).set_background_color(DEEP),
            prose: plain.clone().set_font_size(11).set_text_wrap(),
            figure: locked.clone().set_align(FormatAlign::Right),
            total: locked.clone().set_bold(),
            total_figure: locked.clone().set_bold().set_align(FormatAlign::Right),
            locked,
            behind: plain.set_font_color(SOFT),
            open: ruled.set_text_wrap().set_unlocked(),
            footer: "&L&8&F, &A&R&8&P / &N",
        }
    }

    /// A cell to write in. Words are marked as text, so that `=` or `1-2` stays what was typed.
    pub(super) fn open(&self, holds: Holds) -> Format {
        match holds {
            Holds::Day => self.open.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            Holds::Number | Holds::Figure => self.open.clone().set_align(FormatAlign::Left),
            _ => self.open.clone().set_num_format("@"),
        }
    }
}
