use rapporteur::assess::{Change, Percent, Qualifier, Ratio, Sign};

#[test]
fn percent_is_rounded_half_up_and_honest_at_the_ends() {
    let table = [
        ("0", "0 %", 0),
        ("1/100000", "<1 %", 1),
        ("49/10000", "<1 %", 5),
        ("5/1000", "1 %", 5),
        ("1/8", "13 %", 125),
        ("57/118", "48 %", 483),
        ("1/3", "33 %", 333),
        ("2/3", "67 %", 667),
        ("994/1000", "99 %", 994),
        ("995/1000", ">99 %", 995),
        ("99999/100000", ">99 %", 999),
        ("1", "100 %", 1000),
        // Outside of what can be: the nearer end.
        ("-1/2", "0 %", 0),
        ("3/2", "100 %", 1000),
        ("1000000", "100 %", 1000),
    ];
    for (ratio, text, permille) in table {
        let percent = Percent::of(&exact(ratio));
        assert_eq!(percent.to_string(), text.replace(' ', "\u{a0}"), "{ratio}");
        assert_eq!(percent.permille, permille, "{ratio}");
    }
}

#[test]
fn percent_comes_in_pieces() {
    let pieces = |ratio| {
        let Percent { qualifier, whole, .. } = Percent::of(&exact(ratio));
        (qualifier, whole)
    };
    assert_eq!(pieces("1/2"), (Qualifier::Plain, 50));
    assert_eq!(pieces("1/1000"), (Qualifier::LessThan, 1));
    assert_eq!(pieces("999/1000"), (Qualifier::MoreThan, 99));
}

#[test]
fn change_has_a_sign() {
    let table = [
        ("0", "0 %", Sign::None),
        ("3/100", "+3 %", Sign::Plus),
        ("1/1000", "+<1 %", Sign::Plus),
        ("-1/1000", "−<1 %", Sign::Minus),
        ("-1/8", "−13 %", Sign::Minus),
        ("1", "+100 %", Sign::Plus),
        ("999/1000", "+>99 %", Sign::Plus),
    ];
    for (ratio, text, sign) in table {
        let change = Change::of(&exact(ratio));
        assert_eq!((change.to_string(), change.sign), (text.replace(' ', "\u{a0}"), sign), "{ratio}");
    }
}

fn exact(text: &str) -> Ratio {
    text.parse().unwrap()
}
