//! Typed values of mentions.

use serde::{Deserialize, Serialize};

use super::date::DateValue;
use super::figure::Figure;

/// What a mention means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Value {
    /// An amount of money.
    Money {
        /// Amount in units of the currency.
        figure: Figure,
        /// ISO 4217 code or ticker.
        currency: String,
    },
    /// So many of something.
    Count {
        /// How many.
        figure: Figure,
        /// Concept id of what is counted: person, country, page; `thing` where the unit says nothing.
        unit: String,
    },
    /// A physical or other measured size.
    Quantity {
        /// How much.
        figure: Figure,
        /// UCUM code, `times`, `age_year`, or a concept id.
        unit: String,
    },
    /// A share or rate as parts of one: 12 % is 0.12.
    Ratio {
        /// Parts of one.
        figure: Figure,
        /// How it was written.
        form: RatioForm,
    },
    /// A place in an order.
    Ordinal {
        /// The place, from 1.
        value: i64,
        /// Concept id of what is ordered: meeting, report, rank, floor.
        of: String,
        /// Entity id of the series, where known.
        series: Option<String>,
    },
    /// A date.
    Date(DateValue),
    /// A span of time.
    Duration {
        /// Length in `unit`s of the ISO 8601 form's smallest unit.
        figure: Figure,
        /// ISO 8601, from the printed number.
        iso8601: String,
    },
    /// A time of day.
    Time {
        /// `T14:30`, or with a date before it.
        iso8601: String,
        /// What the date was resolved against.
        anchor: Option<String>,
    },
    /// A named thing.
    Entity {
        /// Which class.
        class: EntityClass,
        /// Id, where a gazetteer knows one.
        id: Option<String>,
        /// Members, for a group name such as 한미일.
        members: Vec<String>,
        /// Preferred English name, where known.
        name_en: Option<String>,
        /// Preferred Korean name, where known.
        name_ko: Option<String>,
    },
    /// A number that is no figure.
    Identifier {
        /// resolution, disease, aircraft, url, …
        of: String,
    },
}

/// How a ratio was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RatioForm {
    /// 12 %.
    Percent,
    /// 12 percentage points, 25 basis points.
    Point,
    /// A third, 절반, 67명 중 1명.
    Fraction,
}

/// Classes of entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityClass {
    /// An organization with a name.
    Org,
    /// A country or a group of countries.
    Country,
    /// A place.
    Place,
    /// A person.
    Person,
    /// A named event.
    Event,
}

impl Value {
    /// The `kind` of the wire format.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Money { .. } => "money",
            Value::Count { .. } => "count",
            Value::Quantity { .. } => "quantity",
            Value::Ratio { .. } => "ratio",
            Value::Ordinal { .. } => "ordinal",
            Value::Date(_) => "date",
            Value::Duration { .. } => "duration",
            Value::Time { .. } => "time",
            Value::Entity { class, .. } => match class {
                EntityClass::Org => "org",
                EntityClass::Country => "country",
                EntityClass::Place => "place",
                EntityClass::Person => "person",
                EntityClass::Event => "event",
            },
            Value::Identifier { .. } => "identifier",
        }
    }

    /// The number inside, where there is one.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Value::Money { figure, .. }
            | Value::Count { figure, .. }
            | Value::Quantity { figure, .. }
            | Value::Ratio { figure, .. }
            | Value::Duration { figure, .. } => Some(figure),
            _ => None,
        }
    }
}
