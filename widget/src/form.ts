// The form: four fields, their errors, one button.

import { fields, type Draft, type Field } from './draft'
import { element } from './element'
import { send, type Desk, type Made } from './send'
import * as words from './words'

interface Row {
  input: HTMLInputElement | HTMLTextAreaElement
  error: HTMLElement
}

export function makeForm(desk: Desk, draft: Draft, made: (ticket: Made, email: string) => void): HTMLFormElement {
  const alert = element('p', { role: 'alert', class: 'error' })
  const button = element('button', { class: 'main' }, words.send)
  const rows = {} as Record<Field, Row>
  const form = element('form')
  form.noValidate = true // our words instead of the browser's bubbles

  for (const field of fields) {
    const input =
      field === 'body'
        ? element('textarea', { rows: '5' })
        : element('input', field === 'subject' ? { maxlength: '200' } : { type: field === 'email' ? 'email' : 'text', autocomplete: field })
    const error = element('span', { class: 'error', id: `${field}-error` })
    const label = element('label', { for: field }, words.labels[field])
    const row = element('div', { class: 'row' }, label, input, error)
    input.id = input.name = field
    input.dir = 'auto'
    input.value = draft.text[field]
    input.setAttribute('aria-describedby', error.id)
    if (field === 'name') label.append(element('span', { class: 'quiet' }, words.optional))
    else input.required = true
    input.addEventListener('input', () => {
      draft.text[field] = input.value
      draft.keep()
      mark(field, '')
    })
    rows[field] = { input, error }
    form.append(row)
  }
  form.append(alert, button)

  function mark(field: Field, problem: string): void {
    const { input, error } = rows[field]
    error.textContent = problem
    if (problem) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
  }

  /** Marks what is wrong and puts the cursor into the first of it. */
  function complain(say: string, problems: Record<string, string> = {}): void {
    for (const field of fields) mark(field, problems[field] || '')
    alert.textContent = say
    const first = fields.find(field => problems[field])
    if (first) rows[first].input.focus()
  }

  function problems(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const field of fields) {
      const { input } = rows[field]
      if (input.required && !input.value.trim()) found[field] = words.missing[field]
      else if (!input.validity.valid) found[field] = words.emailWrong
    }
    return found
  }

  function sending(on: boolean): void {
    // Not `disabled`: that would take the focus away.
    button.setAttribute('aria-disabled', `${on}`)
    button.textContent = on ? words.sending : words.send
    for (const field of fields) rows[field].input.readOnly = on
  }

  let busy = false
  form.addEventListener('submit', async event => {
    event.preventDefault()
    if (busy) return
    const wrong = problems()
    if (Object.keys(wrong).length) return complain(words.fix, wrong)
    complain('')
    busy = true
    sending(true)
    const outcome = await send(desk, draft)
    busy = false
    sending(false)
    if ('say' in outcome) {
      if (outcome.renew) draft.renew()
      return complain(outcome.say, outcome.fields)
    }
    const { email } = draft.text
    // The ticket exists. Who wrote it stays, for a second message.
    for (const field of ['subject', 'body'] as const) rows[field].input.value = draft.text[field] = ''
    draft.renew()
    made(outcome, email)
  })
  return form
}
