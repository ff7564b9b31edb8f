// The panel: a dialog beside the page on a wide screen, over all of it on a narrow one.

import { makeDone } from './done'
import type { Draft } from './draft'
import { element, icon } from './element'
import { makeForm } from './form'
import type { Desk } from './send'
import { narrow } from './style'
import * as words from './words'

export interface Panel {
  dialog: HTMLDialogElement
  open(): void
}

/** The words are English. On a right-to-left page the panel changes its corner, its text does not change its direction. */
const ltr = { dir: 'ltr' }

/** `closed` is called however it was closed: button, Esc, the phone's back gesture or `helpstead.close()`. */
export function makePanel(desk: Desk, draft: Draft, closed: () => void): Panel {
  const title = element('h2', { id: 'title', tabindex: '-1' }, words.title)
  const close = element('button', { type: 'button', class: 'close', 'aria-label': words.close }, icon('M5 5l10 10M15 5L5 15'))
  const form = makeForm(desk, draft, (ticket, email) => {
    show(words.doneTitle, makeDone(ticket, email, () => { show(words.title, form); focus() }))
    if (dialog.open) focus()
  })
  const main = element('div', { ...ltr, class: 'main-part' }, form)
  const dialog = element('dialog', { 'aria-labelledby': 'title', lang: 'en' }, element('header', ltr, title, close), main)

  function show(heading: string, part: HTMLElement): void {
    title.textContent = heading
    main.replaceChildren(part)
    main.scrollTop = 0
  }

  function focus(): void {
    const field = main.querySelector<HTMLElement>('input,textarea')
    ;(field || title).focus()
  }

  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', closed)
  dialog.addEventListener('click', event => {
    // The second half of a double click belongs to what was here before: the launcher, or the form.
    if (event.detail > 1) {
      event.preventDefault()
      event.stopPropagation()
    }
  }, true)
  for (const type of ['keydown', 'keypress', 'keyup', 'focusin']) {
    dialog.addEventListener(type, event => {
      // To the page, typing in here looks like keys pressed on nothing: its shortcuts must not fire, its focus traps not grab.
      event.stopPropagation()
      const { key, isComposing } = event as KeyboardEvent
      if (type === 'keydown' && key === 'Escape' && !isComposing) {
        event.preventDefault()
        dialog.close()
      }
    })
  }

  return {
    dialog,
    open() {
      if (!dialog.open) {
        if (matchMedia(narrow).matches) dialog.showModal()
        else dialog.show()
      }
      focus()
    },
  }
}
