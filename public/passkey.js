// @ts-check
// Passkeys on the two pages that ask for one: sign-in, and a person's own security page. Without this script both work with the
// password; with it, a form marked `data-passkey` asks the device on its way to the server.
(() => {
  const credentials = navigator.credentials
  if (!window.PublicKeyCredential || !credentials) return

  /** @param {string} text */
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  /** @param {ArrayBuffer | null} buffer */
  const base64 = (buffer) =>
    buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

  /** What the server wrote as JSON, as a browser takes it. @param {any} options */
  const read = (options) => {
    options.challenge = bytes(options.challenge)
    if (options.user) options.user.id = bytes(options.user.id)
    for (const key of [...(options.excludeCredentials || []), ...(options.allowCredentials || [])]) key.id = bytes(key.id)
    return options
  }

  /** What the device gave, as JSON. @param {any} credential */
  const written = ({ id, rawId, type, response }) => {
    /** @type {Record<string, string | null>} */
    const parts = {}
    for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (response[part]) parts[part] = base64(response[part])
    }
    return JSON.stringify({ id, rawId: base64(rawId), type, response: parts })
  }

  /** @param {HTMLFormElement} form @param {any} credential @param {string} [token] */
  const send = (form, credential, token) => {
    form.credential.value = written(credential)
    if (token) form.token.value = token
    form.submit()
  }

  /** A question of the server's, to be answered once. */
  const ask = async () => {
    const answer = await fetch('/sign-in/passkey', { method: 'POST' })
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  }

  let offer = new AbortController()
  let asked = 0

  /** Offers the passkeys of this device in the list under the address. @param {HTMLFormElement} form */
  const suggest = async (form) => {
    const can = PublicKeyCredential.isConditionalMediationAvailable
    if (!can || !(await can.call(PublicKeyCredential))) return
    offer.abort()
    offer = new AbortController()
    asked = Date.now()
    try {
      const { token, options } = await ask()
      const credential = await credentials.get({ mediation: 'conditional', publicKey: read(options), signal: offer.signal })
      if (credential) send(form, credential, token)
    } catch {
      // Nobody asked for this yet: the button and the password are there.
    }
  }

  document.addEventListener('submit', async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target)
    const what = form.dataset.passkey
    if (!what) return
    event.preventDefault()
    const problem = /** @type {HTMLElement} */ (form.querySelector('[data-passkey-problem]'))
    problem.hidden = true
    offer.abort()
    try {
      if (what === 'create') {
        const made = await credentials.create({ publicKey: read(JSON.parse(form.dataset.options || '{}')) })
        if (made) send(form, made)
      } else {
        const { token, options } = await ask()
        const credential = await credentials.get({ publicKey: read(options) })
        if (credential) send(form, credential, token)
      }
    } catch {
      problem.hidden = false
    }
  })

  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-passkey=get]'))
  if (!form) return
  form.hidden = false
  suggest(form)
  // A question lives five minutes: whoever comes back to the page later is asked a fresh one.
  window.addEventListener('focus', () => {
    if (asked && Date.now() - asked > 240000) suggest(form)
  })
})()
