//! Who gets the open tickets of somebody who goes, by their own will or another's.

use super::text;
use crate::ui::Invalid;
use domain::member::MemberTag;
use leptos::prelude::*;

/// Who could have the tickets, nobody first.
pub(super) fn options(heirs: &[MemberTag]) -> impl IntoView + use<> {
    let options = heirs.iter().map(|heir| {
        let (id, name) = (heir.id.to_string(), heir.name.clone());
        view! { <option value=id>{name}</option> }
    });
    view! { <option value="">"Nobody: they wait unassigned"</option>{options.collect_view()} }
}

/// The choice, as part of a form: `heir`. Nothing where nothing is open.
#[component]
pub fn HandOver(
    /// How many tickets are open.
    open: i64,
    /// Who could have them.
    heirs: Vec<MemberTag>,
    /// What is wrong with the choice that was posted.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    (open > 0).then(|| {
        view! {
            <div class="ui-field">
                <label class="ui-label" for="heir">{text::HEIR}</label>
                <select class="ui-input" id="heir" name="heir" aria-describedby="heir-error"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")>{options(&heirs)}</select>
                <Invalid id="heir" error/>
            </div>
        }
    })
}
