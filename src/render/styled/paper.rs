//! Paper: the sizes and margins that the stylesheet's `@page` rules give, also for sections with a page of their own.

use super::css::Declaration;
use super::style::{Sides, Style};
use super::value::{self, MILLIMETRE, Units};
use super::warning::Warnings;

/// Number of a paper among all.
pub(in crate::render) type PaperId = usize;

/// All kinds of paper in a document.
#[derive(Debug, Clone)]
pub(in crate::render) struct Papers {
    /// The usual one first, then those with a name.
    list: Vec<Paper>,
    names: Vec<String>,
}

/// The paper and its margins, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Paper {
    pub(in crate::render) width: f32,
    pub(in crate::render) height: f32,
    pub(in crate::render) margin: Sides<f32>,
}

impl Papers {
    /// The paper of everything that names none.
    pub(in crate::render) const USUAL: PaperId = 0;

    /// Reads `@page` rules: those without a name hold for all, later ones win. A4 with 20 mm margins if there are none.
    pub(in crate::render) fn read(
        rules: &[(Option<String>, Vec<Declaration>)],
        rem: f32,
        warnings: &mut Warnings<'_>,
    ) -> Self {
        let mut papers = Self { list: vec![Paper::A4], names: Vec::new() };
        for (name, _) in rules {
            if let Some(name) = name
                && !papers.names.contains(name)
            {
                papers.names.push(name.clone());
                papers.list.push(Paper::A4);
            }
        }
        let general = rules.iter().filter(|(name, _)| name.is_none());
        for (name, declarations) in general.chain(rules.iter().filter(|(name, _)| name.is_some())) {
            for declaration in declarations {
                let Declaration { name: property, value, at, .. } = declaration;
                let mut done = Some(());
                for (number, paper) in papers.list.iter_mut().enumerate() {
                    let own = number.checked_sub(1).and_then(|number| papers.names.get(number));
                    if name.is_none() || name.as_ref() == own {
                        done = set(paper, declaration, rem);
                    }
                }
                if done.is_none() {
                    warnings.sheet(format!("`@page` does not know `{property}: {value}`"), *at);
                }
            }
        }
        papers.list.iter_mut().for_each(Paper::keep_room);
        papers
    }

    /// The paper of this number.
    pub(in crate::render) fn get(&self, id: PaperId) -> Paper {
        self.list.get(id).or(self.list.first()).copied().unwrap_or(Paper::A4)
    }

    /// The width of a block's column, and its paper, where the column around it is `width` wide on paper `outer`.
    pub(in crate::render) fn enter(&self, style: &Style, width: f32, outer: PaperId) -> (f32, PaperId) {
        let named = style.page.as_deref().and_then(|name| self.named(name));
        match named.filter(|own| *own != outer) {
            Some(own) => ((width + self.get(own).column() - self.get(outer).column()).max(1.0), own),
            None => (width, outer),
        }
    }

    /// The number of the paper with this name, if there is one.
    pub(in crate::render) fn named(&self, name: &str) -> Option<PaperId> {
        self.names.iter().position(|known| known == name).map(|number| number + 1)
    }
}

impl Paper {
    const A4: Self = Self {
        width: 210.0 * MILLIMETRE,
        height: 297.0 * MILLIMETRE,
        margin: Sides {
            top: 20.0 * MILLIMETRE,
            right: 20.0 * MILLIMETRE,
            bottom: 20.0 * MILLIMETRE,
            left: 20.0 * MILLIMETRE,
        },
    };

    /// The width of the text column.
    pub(in crate::render) fn column(&self) -> f32 {
        self.width - self.margin.left - self.margin.right
    }

    /// The height of the text column.
    pub(in crate::render) fn depth(&self) -> f32 {
        self.height - self.margin.top - self.margin.bottom
    }

    /// Margins that leave no room for text are made smaller: layout needs a column.
    fn keep_room(&mut self) {
        const LEAST: f32 = 72.0;
        self.width = self.width.clamp(2.0 * LEAST, 14_400.0);
        self.height = self.height.clamp(2.0 * LEAST, 14_400.0);
        if self.column() < LEAST {
            let margin = (self.width - LEAST) / 2.0;
            (self.margin.left, self.margin.right) = (margin, margin);
        }
        if self.depth() < LEAST {
            let margin = (self.height - LEAST) / 2.0;
            (self.margin.top, self.margin.bottom) = (margin, margin);
        }
    }
}

fn set(paper: &mut Paper, declaration: &Declaration, rem: f32) -> Option<()> {
    let units = Units { em: rem, rem };
    let points = |word: &str| value::length(word, units)?.resolve(0.0);
    let words = value::words(&declaration.value);
    match declaration.name.as_str() {
        "size" => {
            for word in &words {
                match word.to_ascii_lowercase().as_str() {
                    "a4" => (paper.width, paper.height) = (595.28, 841.89),
                    "a3" => (paper.width, paper.height) = (841.89, 1190.55),
                    "a5" => (paper.width, paper.height) = (419.53, 595.28),
                    "letter" => (paper.width, paper.height) = (612.0, 792.0),
                    "legal" => (paper.width, paper.height) = (612.0, 1008.0),
                    "landscape" => {
                        (paper.width, paper.height) = (paper.width.max(paper.height), paper.width.min(paper.height));
                    }
                    "portrait" | "auto" => {}
                    _ if words.len() == 2 => {
                        (paper.width, paper.height) = (points(words[0])?, points(words[1])?);
                        break;
                    }
                    _ => return None,
                }
            }
        }
        "margin" => {
            let all = words.iter().map(|word| points(word)).collect::<Option<Vec<_>>>()?;
            let at = |i: usize, j: usize| all.get(i).or(all.get(j)).copied();
            let right = at(1, 0)?;
            paper.margin =
                Sides { top: at(0, 0)?, right, bottom: at(2, 0)?, left: all.get(3).copied().unwrap_or(right) };
        }
        "margin-top" => paper.margin.top = points(words.first()?)?,
        "margin-right" => paper.margin.right = points(words.first()?)?,
        "margin-bottom" => paper.margin.bottom = points(words.first()?)?,
        "margin-left" => paper.margin.left = points(words.first()?)?,
        _ => return None,
    }
    Some(())
}
