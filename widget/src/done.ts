// The confirmation: the code people say on the phone, and the way to the ticket's own page.

import { element } from './element'
import type { Made } from './send'
import * as words from './words'

export function makeDone(ticket: Made, email: string, again: () => void): HTMLElement {
  const done = element('div', { class: 'done' })
  if (ticket.code) done.append(element('p', {}, words.doneCode, element('strong', {}, ticket.code)))
  done.append(element('p', {}, words.doneMail(email)))
  if (/^https?:/.test(ticket.url)) {
    const attributes = { class: 'main', href: ticket.url, target: '_blank', rel: 'noopener' }
    done.append(element('a', attributes, words.doneLink, ' ', element('span', { class: 'small' }, words.doneTab)))
  }
  const button = element('button', { type: 'button' }, words.again)
  button.addEventListener('click', again)
  done.append(button)
  return done
}
