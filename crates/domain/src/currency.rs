//! What an organization's place in the world sets: its currency and its time zone.

use crate::text::text_type;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A currency, such as `EUR`. Amounts are whole numbers of its smallest unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Currency {
    code: &'static str,
    minor_digits: u8,
}

/// Not the code of a currency in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write the three letters of a currency in use, such as EUR or USD.")]
pub struct CurrencyError;

const fn c(code: &'static str, minor_digits: u8) -> Currency {
    Currency { code, minor_digits }
}

impl Currency {
    /// The currencies of ISO 4217 as amended up to 2026, sorted by code: the money of countries, without metals, funds
    /// and test codes.
    #[rustfmt::skip]
    pub const ALL: &[Self] = &[
        c("AED", 2), c("AFN", 2), c("ALL", 2), c("AMD", 2), c("AOA", 2), c("ARS", 2), c("AUD", 2), c("AWG", 2),
        c("AZN", 2), c("BAM", 2), c("BBD", 2), c("BDT", 2), c("BHD", 3), c("BIF", 0), c("BMD", 2), c("BND", 2),
        c("BOB", 2), c("BRL", 2), c("BSD", 2), c("BTN", 2), c("BWP", 2), c("BYN", 2), c("BZD", 2), c("CAD", 2),
        c("CDF", 2), c("CHF", 2), c("CLP", 0), c("CNY", 2), c("COP", 2), c("CRC", 2), c("CUP", 2), c("CVE", 2),
        c("CZK", 2), c("DJF", 0), c("DKK", 2), c("DOP", 2), c("DZD", 2), c("EGP", 2), c("ERN", 2), c("ETB", 2),
        c("EUR", 2), c("FJD", 2), c("FKP", 2), c("GBP", 2), c("GEL", 2), c("GHS", 2), c("GIP", 2), c("GMD", 2),
        c("GNF", 0), c("GTQ", 2), c("GYD", 2), c("HKD", 2), c("HNL", 2), c("HTG", 2), c("HUF", 2), c("IDR", 2),
        c("ILS", 2), c("INR", 2), c("IQD", 3), c("IRR", 2), c("ISK", 0), c("JMD", 2), c("JOD", 3), c("JPY", 0),
        c("KES", 2), c("KGS", 2), c("KHR", 2), c("KMF", 0), c("KPW", 2), c("KRW", 0), c("KWD", 3), c("KYD", 2),
        c("KZT", 2), c("LAK", 2), c("LBP", 2), c("LKR", 2), c("LRD", 2), c("LSL", 2), c("LYD", 3), c("MAD", 2),
        c("MDL", 2), c("MGA", 2), c("MKD", 2), c("MMK", 2), c("MNT", 2), c("MOP", 2), c("MRU", 2), c("MUR", 2),
        c("MVR", 2), c("MWK", 2), c("MXN", 2), c("MYR", 2), c("MZN", 2), c("NAD", 2), c("NGN", 2), c("NIO", 2),
        c("NOK", 2), c("NPR", 2), c("NZD", 2), c("OMR", 3), c("PAB", 2), c("PEN", 2), c("PGK", 2), c("PHP", 2),
        c("PKR", 2), c("PLN", 2), c("PYG", 0), c("QAR", 2), c("RON", 2), c("RSD", 2), c("RUB", 2), c("RWF", 0),
        c("SAR", 2), c("SBD", 2), c("SCR", 2), c("SDG", 2), c("SEK", 2), c("SGD", 2), c("SHP", 2), c("SLE", 2),
        c("SOS", 2), c("SRD", 2), c("SSP", 2), c("STN", 2), c("SVC", 2), c("SYP", 2), c("SZL", 2), c("THB", 2),
        c("TJS", 2), c("TMT", 2), c("TND", 3), c("TOP", 2), c("TRY", 2), c("TTD", 2), c("TWD", 2), c("TZS", 2),
        c("UAH", 2), c("UGX", 0), c("USD", 2), c("UYU", 2), c("UZS", 2), c("VED", 2), c("VES", 2), c("VND", 0),
        c("VUV", 0), c("WST", 2), c("XAF", 0), c("XCD", 2), c("XCG", 2), c("XOF", 0), c("XPF", 0), c("YER", 2),
        c("ZAR", 2), c("ZMW", 2), c("ZWG", 2),
    ];

    /// The euro.
    pub const EUR: Self = c("EUR", 2);

    /// The currency with this code; trims and upper-cases.
    ///
    /// # Errors
    /// [`CurrencyError`] when no currency in use has it.
    pub fn parse(text: &str) -> Result<Self, CurrencyError> {
        let code = text.trim().to_ascii_uppercase();
        let place = Self::ALL.binary_search_by(|currency| currency.code.cmp(&code));
        place.map(|place| Self::ALL[place]).map_err(|_| CurrencyError)
    }

    /// The three letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.code
    }

    /// How many decimal places the smallest unit has: 2 for `EUR`, 0 for `JPY`, 3 for `KWD`. (Two currencies count in
    /// fifths, MGA and MRU; ISO gives them 2.)
    #[must_use]
    pub const fn minor_digits(self) -> u8 {
        self.minor_digits
    }

    /// An amount, told in whole numbers of the smallest unit, as every screen and paper shows it: the code, which no other
    /// currency shares as they share signs, a space that does not break, thousands apart, and the decimal places that the
    /// currency has: `EUR 1,234.50`, `JPY 1,235`, `KWD -0.005`.
    #[must_use]
    pub fn amount(self, minor: i64) -> String {
        let unit = 10_u64.pow(u32::from(self.minor_digits));
        let (whole, rest) = ((minor.unsigned_abs() / unit).to_string(), minor.unsigned_abs() % unit);
        let mut text = format!("{}\u{a0}{}", self.code, if minor < 0 { "-" } else { "" });
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        match usize::from(self.minor_digits) {
            0 => text,
            digits => format!("{text}.{rest:0digits$}"),
        }
    }
}

/// `EUR`.
impl Default for Currency {
    fn default() -> Self {
        Self::EUR
    }
}

text_type!(Currency, CurrencyError);

/// By hand: serde's derive takes the `&'static str` inside for one that borrows from the input.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The name of a time zone, such as `Europe/Helsinki`. Only the shape is checked here (the browser carries no zone
/// database); desk checks that the zone exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName(String);

/// Not the shape of a time zone's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write a time zone such as Europe/Helsinki or UTC.")]
pub struct TimeZoneNameError;

impl TimeZoneName {
    /// Trims and checks: 1 to 64 letters, digits and `/_+-`, a letter first.
    ///
    /// # Errors
    /// [`TimeZoneNameError`] for any other shape.
    pub fn parse(text: &str) -> Result<Self, TimeZoneNameError> {
        let text = text.trim();
        let fits = text.len() <= 64
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c));
        if fits { Ok(Self(text.to_owned())) } else { Err(TimeZoneNameError) }
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for TimeZoneName {
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

text_type!(TimeZoneName, TimeZoneNameError);

#[cfg(test)]
mod tests {
    use super::{Currency, TimeZoneName};

    #[test]
    fn the_list_is_sorted_and_well_formed() {
        assert!(Currency::ALL.is_sorted_by(|a, b| a.code < b.code), "sorted, nothing twice");
        for currency in Currency::ALL {
            assert!(currency.code.len() == 3 && currency.code.bytes().all(|b| b.is_ascii_uppercase()), "{currency}");
            assert_eq!(currency.code.parse(), Ok(*currency));
        }
        assert_eq!(Currency::ALL.len(), 155);
    }

    #[test]
    fn minor_digits_of_iso_4217() {
        let with = |digits| -> Vec<&str> {
            Currency::ALL.iter().filter(|c| c.minor_digits() == digits).map(|c| c.as_str()).collect()
        };
        let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
        assert_eq!(with(0).join(" "), none);
        assert_eq!(with(3).join(" "), "BHD IQD JOD KWD LYD OMR TND");
        assert_eq!(with(2).len(), Currency::ALL.len() - 16 - 7);
    }

    #[test]
    fn an_amount_has_the_places_of_its_currency() {
        for (code, minor, text) in [
            ("EUR", 123_450, "EUR 1,234.50"),
            ("USD", 5, "USD 0.05"),
            ("GBP", -1, "GBP -0.01"),
            ("CHF", 99_999_999, "CHF 999,999.99"),
            ("JPY", 1235, "JPY 1,235"),
            ("KRW", 0, "KRW 0"),
            ("KWD", 1_234_567, "KWD 1,234.567"),
            ("TND", -5, "TND -0.005"),
            ("JPY", i64::MIN, "JPY -9,223,372,036,854,775,808"),
        ] {
            let currency = Currency::parse(code).expect("a currency in use");
            assert_eq!(currency.amount(minor).replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn codes_are_read_in_any_case_and_only_those_in_use() {
        assert_eq!(Currency::parse(" usd ").map(Currency::as_str), Ok("USD"));
        assert_eq!(Currency::default(), Currency::parse("EUR").expect("the euro"));
        for gone in ["", "EU", "EURO", "DEM", "HRK", "BGN", "ANG", "ZWL", "XAU", "XTS", "XXX", "€"] {
            assert!(Currency::parse(gone).is_err(), "{gone}");
        }
        assert_eq!(serde_json::to_string(&Currency::EUR).expect("a string"), r#""EUR""#);
        let borrowed = String::from(r#""jpy""#);
        assert_eq!(serde_json::from_str::<Currency>(&borrowed).expect("the yen").as_str(), "JPY");
        assert!(serde_json::from_str::<Currency>(r#""XYZ""#).is_err());
    }

    #[test]
    fn a_time_zone_has_the_shape_of_one() {
        for (typed, fits) in [
            ("UTC", true),
            (" Europe/Helsinki ", true),
            ("America/Argentina/Buenos_Aires", true),
            ("Etc/GMT+5", true),
            ("", false),
            ("/etc/passwd", false),
            ("Europe/../x", false),
            ("Europe Helsinki", false),
            ("Čas", false),
        ] {
            assert_eq!(TimeZoneName::parse(typed).is_ok(), fits, "{typed:?}");
        }
        assert!(TimeZoneName::parse(&"a".repeat(65)).is_err());
        assert_eq!(TimeZoneName::default().as_str(), "UTC");
    }
}
