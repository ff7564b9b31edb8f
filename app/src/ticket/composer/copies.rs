//! Who else gets a reply by mail: a list of addresses in one field, opened when it is needed.

use crate::form::Typed;
use crate::ui::{Invalid, browser};
use domain::mail_address::bare;
use domain::{Field, MailAddress};
use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;

/// The id of the field, and its name in the form.
const FIELD: &str = "cc";
/// As many as the desk takes.
const MOST: usize = 10;

/// The people to be copied in. All signals: it is passed down as a value.
#[derive(Clone, Copy)]
pub struct Copies {
    /// As they are typed.
    pub text: RwSignal<String>,
    open: RwSignal<bool>,
    problem: RwSignal<Option<String>>,
}

impl Copies {
    /// Begins with what was refused, where no script was there to keep it.
    pub fn of(typed: &Typed) -> Self {
        let text = typed.value(FIELD);
        Self {
            open: RwSignal::new(!text.trim().is_empty()),
            text: RwSignal::new(text),
            problem: RwSignal::new(typed.problems.of(Field::Cc).map(str::to_owned)),
        }
    }

    /// Opens the field and puts the keyboard into it.
    pub fn begin(self) {
        self.open.set(true);
        browser::focus_soon(FIELD);
    }

    /// Puts people into the field who do not stand there yet.
    pub fn add(self, people: &[String]) {
        let mut known: Vec<String> = split(&self.text.get_untracked()).map(str::to_owned).collect();
        for person in people.iter().map(|person| bare(person)) {
            if !known.iter().any(|one| bare(one).eq_ignore_ascii_case(person)) {
                known.push(person.to_owned());
            }
        }
        self.set(known.join(", "));
        self.begin();
    }

    /// What stands there now, with the field open where there is something.
    pub fn set(self, text: String) {
        self.problem.set(None);
        if !text.trim().is_empty() {
            self.open.set(true);
        }
        self.text.set(text);
    }

    /// Nobody.
    pub fn clear(self) {
        self.set(String::new());
        self.open.set(false);
    }

    /// The addresses; else says what is wrong, and goes there. What was typed stays.
    pub fn take(self) -> Option<Vec<MailAddress>> {
        match parsed(&self.text.get_untracked()) {
            Ok(addresses) => {
                self.problem.set(None);
                Some(addresses)
            }
            Err(problem) => {
                self.problem.set(Some(problem));
                self.begin();
                None
            }
        }
    }

    /// How many there are, as far as that can be told.
    pub fn count(self) -> usize {
        self.text.with(|text| split(text).count())
    }
}

/// Each of a list.
fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', ';', '\n']).map(str::trim).filter(|one| !one.is_empty())
}

/// All addresses, each once. Errors: which one is none, and why.
fn parsed(typed: &str) -> Result<Vec<MailAddress>, String> {
    let mut found: Vec<MailAddress> = Vec::new();
    for one in split(typed) {
        let address = MailAddress::parse(bare(one)).map_err(|error| format!("{one}: {error}"))?;
        if !found.contains(&address) {
            found.push(address);
        }
    }
    if found.len() > MOST { Err(format!("A copy goes to at most {MOST} people.")) } else { Ok(found) }
}

/// The field behind its word; it opens without a script too.
#[component]
pub fn CopiesField(copies: Copies) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let (first, begins_open) = (copies.text.get_untracked(), copies.open.get_untracked());
    // Element and signal alike; a person may open it too.
    Effect::new(move |_| {
        let open = copies.open.get();
        if let Some(details) = node.get().filter(|details| details.open() != open) {
            details.set_open(open);
        }
    });
    let toggled = move |_: Event| {
        if let Some(details) = node.get_untracked().filter(|details| details.open() != copies.open.get_untracked()) {
            copies.open.set(details.open());
        }
    };
    let is_wrong = move || copies.problem.with(Option::is_some);
    view! {
        <details class="composer-cc" open=begins_open node_ref=node on:toggle=toggled>
            <summary class="ui-button" data-kind="quiet" data-size="small" aria-keyshortcuts="m c" title="Copy somebody in ( m c )">"Cc"</summary>
            <div>
                <label class="visually-hidden" for=FIELD>"Copy to"</label>
                <input class="ui-input" id=FIELD name=FIELD type="text" inputmode="email" autocomplete="off" autocapitalize="none" spellcheck="false"
                    placeholder="bob@example.com, eve@example.com" value=first prop:value=move || copies.text.get()
                    aria-invalid=move || is_wrong().then_some("true") aria-describedby=move || is_wrong().then_some("cc-error")
                    on:input=move |event| copies.text.set(event_target_value(&event))/>
                <Invalid id=FIELD error=copies.problem/>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::parsed;
    use domain::mail_address::bare;

    #[test]
    fn a_list_of_people_becomes_addresses_each_once() {
        let found = parsed("bob@example.com, Eve <eve@example.com>;\n BOB@example.com ,").expect("addresses");
        let found: Vec<&str> = found.iter().map(domain::MailAddress::as_str).collect();
        assert_eq!(found, ["bob@example.com", "eve@example.com"]);
        assert!(parsed("  ").expect("nobody").is_empty());
        assert_eq!(bare("Ana Novak <ana@example.com>"), "ana@example.com");
    }

    #[test]
    fn what_is_no_address_is_named() {
        let refused = parsed("bob@example.com, eve@").expect_err("refused");
        assert!(refused.starts_with("eve@: "), "{refused}");
        let many: Vec<String> = (0..11).map(|n| format!("n{n}@example.com")).collect();
        assert!(parsed(&many.join(",")).expect_err("too many").contains("at most 10"));
    }
}
