//! The `transform` attribute.

use kurbo::{Affine, Vec2};
use svgtypes::{TransformListParser, TransformListToken as Token};

/// Reads a list of transformations; the first stands outermost.
pub(super) fn read(text: &str) -> Option<Affine> {
    let mut all = Affine::IDENTITY;
    for token in TransformListParser::from(text) {
        all *= match token.ok()? {
            Token::Matrix { a, b, c, d, e, f } => Affine::new([a, b, c, d, e, f]),
            Token::Translate { tx, ty } => Affine::translate(Vec2::new(tx, ty)),
            Token::Scale { sx, sy } => Affine::scale_non_uniform(sx, sy),
            Token::Rotate { angle } => Affine::rotate(angle.to_radians()),
            Token::SkewX { angle } => Affine::skew(angle.to_radians().tan(), 0.0),
            Token::SkewY { angle } => Affine::skew(0.0, angle.to_radians().tan()),
        };
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use kurbo::Point;

    use super::*;

    #[test]
    fn every_transformation_moves_points_as_svg_says() {
        let at = |text: &str, x: f64, y: f64| {
            let Point { x, y } = read(text).unwrap() * Point::new(x, y);
            ((1e6 * x).round() / 1e6, (1e6 * y).round() / 1e6)
        };
        assert_eq!(at("", 1.0, 2.0), (1.0, 2.0));
        assert_eq!(at("matrix(1 2 3 4 5 6)", 1.0, 1.0), (9.0, 12.0));
        assert_eq!(at("translate(3)", 1.0, 1.0), (4.0, 1.0));
        assert_eq!(at("scale(2, 3)", 1.0, 1.0), (2.0, 3.0));
        assert_eq!(at("rotate(90)", 1.0, 0.0), (0.0, 1.0));
        assert_eq!(at("rotate(90 1 1)", 2.0, 1.0), (1.0, 2.0));
        assert_eq!(at("skewX(45)", 0.0, 1.0), (1.0, 1.0));
        assert_eq!(at("skewY(45)", 1.0, 0.0), (1.0, 1.0));
        // The last one touches the point first.
        assert_eq!(at("translate(10,20) scale(2)", 1.0, 1.0), (12.0, 22.0));
        assert_eq!(read("rotate(x)"), None);
        assert_eq!(read("spin(3)"), None);
    }
}
