//! One export: who asked when, how far it is, and the way to its file.

use super::text;
use crate::ui::{Icon, Time};
use domain::export::{ExportPage, ExportRow, ExportState};
use domain::{ExportId, OrgSlug};
use leptos::prelude::*;

/// A line of the table. Its words follow what is read again; the line itself stays.
#[component]
pub(super) fn Line(org: OrgSlug, page: RwSignal<ExportPage>, id: ExportId) -> impl IntoView {
    let row = Memo::new(move |_| page.with(|page| page.rows.iter().find(|row| row.id == id).cloned()));
    let file = format!("/v1/orgs/{org}/exports/{id}/file");
    let Some(first) = row.get_untracked() else { return ().into_any() };
    let state = move || row.get().map(|row| view! { <State row/> });
    let size = move || row.get().and_then(|row| row.size).map(size);
    let ready = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.state == ExportState::Ready)));
    let day = first.asked.text.clone();
    view! {
        <tr>
            <td><span class="ui-cell-main"><strong><Time moment=first.asked/></strong><small>{format!("by {}", first.by)}</small></span></td>
            <td>{state}</td>
            <td data-hide="narrow">{size}</td>
            <td data-align="end">
                {move || ready.get().then(|| view! {
                    <a class="ui-button" data-size="small" href=file.clone() download="" rel="external">
                        <Icon name="download"/><span>"Download"<span class="visually-hidden">{format!(" the export of {day}")}</span></span>
                    </a>
                })}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn State(row: ExportRow) -> impl IntoView {
    match row.state {
        ExportState::Working => {
            let percent = row.percent();
            let counted = if row.total == 0 {
                "Waiting to begin".to_owned()
            } else {
                format!("{percent} %, {} of {}", row.done, row.total)
            };
            view! {
                <span class="export-progress">
                    <progress max="100" value=percent.to_string() aria-label="How far the export is">{format!("{percent} %")}</progress>
                    <small>{counted}</small>
                </span>
            }
            .into_any()
        }
        ExportState::Ready => view! {
            <span class="ui-cell-main">
                <span><span class="ui-pill" data-tone="green">"Ready"</span></span>
                {row.expires.map(|at| view! { <small>"until "{at.text}</small> })}
                {row.sha256.map(|hash| view! { <small class="export-hash" title=hash.clone()>"SHA-256 "{hash.chars().take(12).collect::<String>()}"…"</small> })}
            </span>
        }
        .into_any(),
        ExportState::Failed => view! {
            <span class="ui-cell-main"><span><span class="ui-pill" data-tone="red">"Failed"</span></span><small>{text::FAILED}</small></span>
        }
        .into_any(),
        ExportState::Expired => view! {
            <span class="ui-cell-main"><span><span class="ui-pill" data-tone="grey">"Removed"</span></span><small>"after 7 days"</small></span>
        }
        .into_any(),
    }
}

/// Such as `412 KB`, as file managers count.
fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_as_people_say_them() {
        for (bytes, words) in [(7, "7 B"), (412_300, "412 KB"), (10_485_760, "10.4 MB"), (2_560_000_000, "2.5 GB")] {
            assert_eq!(size(bytes), words);
        }
    }
}
