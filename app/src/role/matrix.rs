//! Roles x permissions, to look at (D1).

use super::text;
use crate::ui::Icon;
use domain::role::RoleRow;
use leptos::prelude::*;

/// The table. Wider than a phone: it scrolls within itself.
#[component]
pub(super) fn Matrix(roles: Vec<RoleRow>) -> impl IntoView {
    let heads = roles.iter().map(|role| view! { <th scope="col">{role.tag.name.clone()}</th> }).collect_view();
    let width = (roles.len() + 1).to_string();
    let groups = text::groups().into_iter().map(|(noun, permissions)| {
        let rows = permissions.into_iter().map(|permission| {
            let cells = roles.iter().map(|role| {
                if role.permissions.contains(permission) {
                    view! { <td data-may=""><Icon name="check"/><span class="visually-hidden">"yes"</span></td> }
                        .into_any()
                } else {
                    view! { <td><span class="visually-hidden">"no"</span></td> }.into_any()
                }
            });
            view! { <tr><th scope="row">{text::words(permission)}</th>{cells.collect_view()}</tr> }
        });
        view! {
            <tbody>
                <tr class="role-group"><th scope="colgroup" colspan=width.clone()>{text::group(noun)}</th></tr>
                {rows.collect_view()}
            </tbody>
        }
    });
    view! {
        <section class="section role-matrix" aria-labelledby="matrix-title">
            <div class="section-head"><h2 id="matrix-title">"Who may do what"</h2><p>{text::MATRIX_WHY}</p></div>
            <div class="section-body">
                <div class="ui-table-frame role-matrix-frame" role="region" aria-labelledby="matrix-title" tabindex="0">
                    <table class="ui-table">
                        <thead><tr><th scope="col">"Permission"</th>{heads}</tr></thead>
                        {groups.collect_view()}
                    </table>
                </div>
            </div>
        </section>
    }
}
