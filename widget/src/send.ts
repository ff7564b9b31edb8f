// One attempt to hand the message over, and what to say about its outcome.

import type { Draft } from './draft'
import * as words from './words'

export interface Desk {
  /** Where the script came from; the API lives there. */
  origin: string
  /** The site key, `pk_…`: public by nature. */
  key: string
}

export interface Made {
  code: string
  url: string
}

export interface Refused {
  /** For the person who wrote the message. */
  say: string
  /** Per field, when the desk found something wrong with it. */
  fields?: Record<string, string>
  /** This attempt's number is used up: the next one needs another. */
  renew?: boolean
}

interface Fault {
  code?: string
  message?: string
  fields?: Record<string, string>
  request_id?: string
}

/** Longer than the desk ever takes; after it, trying again is safe because the attempt keeps its number. */
const patience = 30_000

export async function send(desk: Desk, draft: Draft): Promise<Made | Refused> {
  const { name, ...text } = draft.text
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), patience)
  try {
    const answer = await fetch(`${desk.origin}/support/v1/tickets`, {
      method: 'POST',
      credentials: 'omit',
      headers: {
        Authorization: `Bearer ${desk.key}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': draft.attempt,
      },
      body: JSON.stringify(name.trim() ? { ...text, name } : text),
      signal: abort.signal,
    })
    // A proxy in between may answer with something that is not JSON. A cut connection, though, must not pass for success.
    const body = await answer.text()
    let json: Partial<Made> & { error?: Fault } = {}
    try {
      json = JSON.parse(body) || json
    } catch {
      // Judged by its status alone.
    }
    return answer.ok ? { code: json.code || '', url: json.url || '' } : refusal(answer, json.error || {})
  } catch {
    // The browser does not say why: no network, an origin that no site lists, or a connect-src without the desk.
    console.warn(words.unreachable(desk.origin, location.origin))
    return { say: words.offline }
  } finally {
    clearTimeout(timer)
  }
}

function refusal(answer: Response, fault: Fault): Refused {
  const code = fault.code || ''
  if (answer.status === 422) return { say: fault.message || words.fix, fields: fault.fields || {} }
  if (answer.status === 429) return { say: words.slow(Number(answer.headers.get('Retry-After'))) }
  if (code === 'idempotency_mismatch') return { say: words.changed, renew: true }
  if (code.startsWith('origin_')) return { say: words.origin(location.origin) }
  if (code.startsWith('key_')) return { say: words.key }
  if (answer.status < 500 && fault.message) return { say: fault.message }
  return { say: words.failed + (fault.request_id ? ` (${fault.request_id})` : '') }
}
