//! Exact decimals as JSON numbers.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::Error};
use serde_json::Number;

/// A decimal that leaves as a JSON number digit by digit: no float, no exponent, no trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact(pub Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.normalize().to_string();
        Number::from_str(&text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_leave_as_they_were_computed() {
        let shown = |s: &str| {
            let d = Decimal::from_str(s).expect("a decimal");
            serde_json::to_string(&Exact(d)).expect("serialisable")
        };
        assert_eq!(shown("1650000000.00"), "1650000000");
        assert_eq!(shown("0.1200"), "0.12");
        assert_eq!(shown("79228162514264337593543950335"), "79228162514264337593543950335");
        assert_eq!(shown("0.0000000000000000000000000001"), "0.0000000000000000000000000001");
        assert_eq!(shown("-0.0"), "0");
    }
}
