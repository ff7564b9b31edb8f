//! Currency and time zone. The browser carries no zone database: it knows its own zone, and the desk checks.

use crate::ui::Invalid;
use crate::ui::field::problem_of;
use domain::currency::Currency;
use domain::{Field, Problems};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Zones offered while one types; every other name of the zone database can be typed too.
const ZONES: [&str; 40] = [
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Rome",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Copenhagen",
    "Europe/Oslo",
    "Europe/Stockholm",
    "Europe/Helsinki",
    "Europe/Tallinn",
    "Europe/Athens",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Toronto",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
];

/// An amount as it will look, for an eye that knows its own money: in thousandths, of which a currency shows what it has.
fn example(code: &str) -> Option<String> {
    let currency = Currency::parse(code).ok()?;
    Some(currency.amount(1_234_567 / 10_i64.pow(3_u32.saturating_sub(u32::from(currency.minor_digits())))))
}

/// The two fields beside each other.
#[component]
pub(super) fn Region(
    currency: RwSignal<String>,
    timezone: RwSignal<String>,
    #[prop(into)] problems: Signal<Problems>,
) -> impl IntoView {
    let (currency_error, timezone_error) =
        (problem_of(problems, Field::Currency), problem_of(problems, Field::Timezone));
    let options = Currency::ALL.iter().map(|one| {
        let code = one.as_str();
        view! { <option value=code selected=move || currency.with(|chosen| chosen == code)>{code}</option> }
    });
    view! {
        <div class="ui-form-pair">
            <div class="ui-field">
                <label class="ui-label" for="currency">"Currency"</label>
                <select class="ui-input" id="currency" name="currency" aria-describedby="currency-example currency-error" aria-invalid=move || currency_error.with(Option::is_some).then_some("true")
                    on:change=move |event| currency.set(event_target_value(&event))>
                    {options.collect_view()}
                </select>
                <p class="ui-hint" id="currency-example">"Amounts look like "<output for="currency">{move || currency.with(|code| example(code))}</output></p>
                <Invalid id="currency" error=currency_error/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="timezone">"Time zone"</label>
                <input class="ui-input" id="timezone" name="timezone" list="zones" autocomplete="off" spellcheck="false" value=timezone.get_untracked()
                    prop:value=move || timezone.get() aria-invalid=move || timezone_error.with(Option::is_some).then_some("true")
                    on:input=move |event| timezone.set(event_target_value(&event))/>
                <datalist id="zones">{ZONES.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}</datalist>
                <Invalid id="timezone" error=timezone_error/>
            </div>
        </div>
    }
}

/// The zone this browser lives in, where it tells. In the browser only.
pub(super) fn own_zone() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    js_sys::Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn the_example_is_one_of_the_currency_chosen() {
        let shown = |code| example(code).map(|text| text.replace('\u{a0}', " "));
        for (code, text) in [("EUR", "EUR 1,234.56"), ("JPY", "JPY 1,234"), ("KWD", "KWD 1,234.567")] {
            assert_eq!(shown(code).as_deref(), Some(text));
        }
        assert_eq!(shown("XXX"), None);
    }
}
