//! Quantities with a unit: euros, percentages, person-months, months, day rates.

use jiff::civil::Date;

use crate::Invalid;

/// A sum in whole euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Euros(pub u64);

/// A share, 0 to 100 per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

impl Percent {
    /// Keeps a share of 0 to 100.
    ///
    /// # Errors
    /// When it is above 100.
    pub fn new(value: u8) -> Result<Self, Invalid> {
        if value > 100 {
            return Err(Invalid::new(
                "",
                format!("`{value}` % is more than the whole"),
                "give a share from 0 to 100",
            ));
        }
        Ok(Self(value))
    }

    /// The share, 0 to 100.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// An amount of work, kept in tenths of a person-month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonMonths(u32);

impl PersonMonths {
    /// Rounds to a tenth of a person-month.
    ///
    /// # Errors
    /// When it is negative, not a number, or above 100,000 person-months.
    pub fn new(value: f64) -> Result<Self, Invalid> {
        if !(0.0..=100_000.0).contains(&value) {
            return Err(Invalid::new("", format!("`{value}` person-months cannot be"), "give 0 to 100000"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range was checked above"
        )]
        let tenths = (value * 10.0).round() as u32;
        Ok(Self(tenths))
    }

    /// The amount in person-months.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Date,
}

impl Month {
    /// Keeps a year and a month of 1 to 12.
    ///
    /// # Errors
    /// When there is no such month.
    pub fn new(year: i16, month: i8) -> Result<Self, Invalid> {
        let first = Date::new(year, month, 1).map_err(|_| {
            Invalid::new("", format!("there is no month `{year}-{month:02}`"), "write it as 2027-03")
        })?;
        Ok(Self { first })
    }

    /// Reads `2027-03`.
    ///
    /// # Errors
    /// When the text is not a year and a month.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let wrong = || Invalid::new("", format!("`{text}` is not a month"), "write it as 2027-03");
        let (year, month) = text.trim().split_once('-').ok_or_else(wrong)?;
        Self::new(year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?)
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        self.first
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

/// A band of daily rates in whole euros, low to high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRate {
    low: Euros,
    high: Euros,
}

impl DayRate {
    /// Keeps a band.
    ///
    /// # Errors
    /// When the low end is above the high end.
    pub fn new(low: Euros, high: Euros) -> Result<Self, Invalid> {
        if low > high {
            return Err(Invalid::new(
                "",
                format!("`{}` to `{}` runs backwards", low.0, high.0),
                "put the lower rate first",
            ));
        }
        Ok(Self { low, high })
    }

    /// The low end.
    pub fn low(self) -> Euros {
        self.low
    }

    /// The high end.
    pub fn high(self) -> Euros {
        self.high
    }
}
