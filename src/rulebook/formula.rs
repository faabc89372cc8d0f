//! What a declared check demands of figures: two sides of arithmetic and a comparison between them.
//!
//! ```text
//! holds = side ("=" | "!=" | "<=" | "<" | ">=" | ">") side
//! side  = term  (("+" | "-") term)*
//! term  = factor (("*" | "/") factor)*
//! factor = number ["%"] | name | ("sum" | "count") "(" name ")" | "abs" "(" side ")" | "(" side ")"
//! ```

use std::collections::BTreeSet;

use rust_decimal::Decimal;

/// How the two sides must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Both are the same figure.
    Equal,
    /// They are not the same figure.
    Unequal,
    /// The left is not larger.
    AtMost,
    /// The left is smaller.
    Less,
}

/// One side, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A number of the formula itself.
    Number(Decimal),
    /// The figure of this name.
    Figure(String),
    /// All figures of this name, added.
    Sum(String),
    /// How many figures of this name there are.
    Count(String),
    /// Without its sign.
    Absolute(Box<Term>),
    /// Two terms and what is done with them.
    Binary(Operation, Box<Term>, Box<Term>),
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Operation {
    /// As derivations print it.
    pub fn sign(self) -> char {
        match self {
            Operation::Plus => '+',
            Operation::Minus => '−',
            Operation::Times => '×',
            Operation::Over => '/',
        }
    }
}

/// A parsed `holds`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The left side; of `>` and `>=` the right one, turned round.
    pub left: Term,
    /// How they must compare.
    pub is: Comparison,
    /// The other side.
    pub right: Term,
    /// Whether the sides were turned round.
    pub turned: bool,
}

/// Why a formula cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FormulaError {
    /// What is wrong.
    pub message: String,
    /// Byte in the formula.
    pub at: usize,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    ///
    /// ```
    /// use crosscheck::rulebook::formula::Formula;
    /// let f = Formula::parse("yes + no + sum(rest) <= seats")?;
    /// assert_eq!(f.names(), ["yes", "no", "rest", "seats"]);
    /// # Ok::<(), crosscheck::rulebook::formula::FormulaError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let left = parser.side()?;
        let (is, turned) = parser.comparison()?;
        let right = parser.side()?;
        parser.blank();
        if parser.at < text.len() {
            return Err(parser.fault("the formula is complete here, but goes on"));
        }
        let (left, right) = if turned { (right, left) } else { (left, right) };
        Ok(Self { left, is, right, turned })
    }

    /// The names of figures, each once, in the order in which they are printed.
    pub fn names(&self) -> Vec<&str> {
        let mut out = Vec::new();
        let (first, second) = if self.turned { (&self.right, &self.left) } else { (&self.left, &self.right) };
        first.names(&mut out);
        second.names(&mut out);
        let mut seen = BTreeSet::new();
        out.retain(|n| seen.insert(*n));
        out
    }

    /// Names of which the formula takes all figures (`sum`, `count`).
    pub fn lists(&self) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        self.left.lists(&mut out);
        self.right.lists(&mut out);
        out
    }
}

impl Term {
    fn names<'a>(&'a self, out: &mut Vec<&'a str>) {
        match self {
            Term::Number(_) => {}
            Term::Figure(n) | Term::Sum(n) | Term::Count(n) => out.push(n),
            Term::Absolute(t) => t.names(out),
            Term::Binary(_, a, b) => {
                a.names(out);
                b.names(out);
            }
        }
    }

    fn lists<'a>(&'a self, out: &mut BTreeSet<&'a str>) {
        match self {
            Term::Number(_) | Term::Figure(_) => {}
            Term::Sum(n) | Term::Count(n) => {
                out.insert(n);
            }
            Term::Absolute(t) => t.lists(out),
            Term::Binary(_, a, b) => {
                a.lists(out);
                b.lists(out);
            }
        }
    }
}

/// Brackets may lie so deep.
const DEPTH: usize = 32;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn fault(&self, message: impl Into<String>) -> FormulaError {
        FormulaError { message: message.into(), at: self.at.min(self.text.len()) }
    }

    fn blank(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, sign: &str) -> bool {
        self.blank();
        let met = self.rest().starts_with(sign);
        if met {
            self.at += sign.len();
        }
        met
    }

    fn comparison(&mut self) -> Result<(Comparison, bool), FormulaError> {
        let signs = [
            ("!=", Comparison::Unequal, false),
            ("<=", Comparison::AtMost, false),
            (">=", Comparison::AtMost, true),
            ("==", Comparison::Equal, false),
            ("=", Comparison::Equal, false),
            ("<", Comparison::Less, false),
            (">", Comparison::Less, true),
        ];
        for (sign, is, turned) in signs {
            if self.take(sign) {
                return Ok((is, turned));
            }
        }
        Err(self.fault("a comparison is missing: =, !=, <, <=, > or >="))
    }

    fn side(&mut self) -> Result<Term, FormulaError> {
        let mut term = self.product()?;
        loop {
            let operation = if self.take("+") {
                Operation::Plus
            } else if self.take("-") || self.take("−") {
                Operation::Minus
            } else {
                return Ok(term);
            };
            term = Term::Binary(operation, Box::new(term), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Term, FormulaError> {
        let mut term = self.factor()?;
        loop {
            let operation = if self.take("*") || self.take("×") {
                Operation::Times
            } else if self.take("/") {
                Operation::Over
            } else {
                return Ok(term);
            };
            term = Term::Binary(operation, Box::new(term), Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Result<Term, FormulaError> {
        self.blank();
        if self.take("(") {
            return self.bracket();
        }
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '_').len();
        if digits > 0 {
            let text = rest.get(..digits).unwrap_or("").replace('_', "");
            let number: Decimal = text.parse().map_err(|_| self.fault(format!("`{text}` is no number")))?;
            self.at += digits;
            let number = if self.take("%") { number / Decimal::ONE_HUNDRED } else { number };
            return Ok(Term::Number(number));
        }
        let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let word = rest.get(..letters).unwrap_or("");
        if word.is_empty() {
            return Err(self.fault("a number or the name of a figure is missing"));
        }
        self.at += letters;
        if !self.take("(") {
            return Ok(Term::Figure(word.to_owned()));
        }
        let inner = self.bracket()?;
        match (word, inner) {
            ("abs", inner) => Ok(Term::Absolute(Box::new(inner))),
            ("sum", Term::Figure(name)) => Ok(Term::Sum(name)),
            ("count", Term::Figure(name)) => Ok(Term::Count(name)),
            ("sum" | "count", _) => Err(self.fault(format!("`{word}` takes the name of a figure"))),
            _ => Err(self.fault(format!("no function is called `{word}`; there are sum, count and abs"))),
        }
    }

    fn bracket(&mut self) -> Result<Term, FormulaError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.fault("brackets lie too deep"));
        }
        let term = self.side()?;
        self.depth -= 1;
        if self.take(")") { Ok(term) } else { Err(self.fault("a closing bracket is missing")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precedence_and_turning() -> Result<(), FormulaError> {
        let f = Formula::parse("a > b + 2 * c")?;
        assert!(f.turned);
        assert_eq!(f.names(), ["a", "b", "c"]);
        assert_eq!(f.right, Term::Figure("a".to_owned()));
        let Term::Binary(Operation::Plus, _, product) = f.left else { panic!("no sum: {:?}", f.left) };
        assert!(matches!(*product, Term::Binary(Operation::Times, ..)));
        Ok(())
    }

    #[test]
    fn faults_have_their_place() {
        let at = |text: &str| Formula::parse(text).err().map(|e| (e.at, e.message));
        assert_eq!(at("a + "), Some((4, "a number or the name of a figure is missing".to_owned())));
        assert_eq!(at("a + b"), Some((5, "a comparison is missing: =, !=, <, <=, > or >=".to_owned())));
        assert_eq!(at("mean(a) = b").map(|e| e.0), Some(7));
        assert_eq!(at("a = b c").map(|e| e.0), Some(6));
        assert_eq!(at(&format!("{}a = b", "(".repeat(100))).map(|e| e.1), Some("brackets lie too deep".to_owned()));
    }
}
