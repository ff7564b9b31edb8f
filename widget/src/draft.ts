// What was typed and not yet sent. Lives in memory and, for this tab only, in sessionStorage: it survives a reload.

export const fields = ['subject', 'body', 'email', 'name'] as const
export type Field = (typeof fields)[number]

export interface Draft {
  text: Record<Field, string>
  /** Sent with every try and kept until one succeeds, so that a double click or a retry makes one ticket. */
  attempt: string
  keep(): void
  /** The next send is a ticket of its own. */
  renew(): void
}

export function makeDraft(siteKey: string): Draft {
  const place = `helpstead:${siteKey}`
  const draft: Draft = {
    text: { subject: '', body: '', email: '', name: '' },
    attempt: uuid(),
    keep() {
      try {
        sessionStorage.setItem(place, JSON.stringify([draft.attempt, draft.text]))
      } catch {
        // Storage is full or forbidden (sandboxed frame, privacy setting): memory alone does.
      }
    },
    renew() {
      draft.attempt = uuid()
      draft.keep()
    },
  }
  try {
    const [attempt, text] = JSON.parse(sessionStorage.getItem(place)!)
    for (const field of fields) draft.text[field] = text[field] + ''
    draft.attempt = attempt + ''
  } catch {
    // Nothing kept, or forbidden as above.
  }
  return draft
}

/** A random UUID. `crypto.randomUUID` is missing on plain-http pages, `getRandomValues` is not. */
function uuid(): string {
  const digit = (mask: string) => (+mask ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+mask / 4)))).toString(16)
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, digit)
}
