// The entry, served as /widget.js: a launcher on the page, and the panel once somebody asks for it.
//
//   <script async src="https://desk.example/widget.js" data-key="pk_…"></script>

import { makeDraft } from './draft'
import { element, icon } from './element'
import { makePanel, type Panel } from './panel'
import { dress } from './style'
import * as words from './words'

interface Api {
  open(): void
  close(): void
}

declare global {
  interface Window {
    helpstead?: Api
  }
}

function start(script: HTMLScriptElement | null): void {
  const key = script && script.dataset.key
  if (!script || !key) return console.warn(words.noKey)
  const { color, label } = script.dataset
  const desk = { origin: new URL(script.src).origin, key }

  const host = document.createElement('helpstead-widget')
  const root = host.attachShadow({ mode: 'open' })
  const launcher = element(
    'button',
    { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    icon('M3.5 4.5h13v9.5h-7l-4 3v-3h-2z'),
    label || words.launcher,
  )
  if (!label) launcher.lang = 'en'
  root.append(launcher)
  dress(root, color)

  let panel: Panel | undefined
  let back: HTMLElement = launcher

  function showLauncher(on: boolean): void {
    launcher.hidden = !on // The panel lies on top of it.
    launcher.setAttribute('aria-expanded', `${!on}`)
  }

  /** What has the focus on the page itself, if anything has. */
  function elsewhere(): HTMLElement | null {
    const active = document.activeElement as HTMLElement | null
    return active === document.body || active === host ? null : active
  }

  function closed(): void {
    const inside = !elsewhere()
    showLauncher(true)
    // Somebody who has moved on to the page stays there.
    if (inside) (back.isConnected ? back : launcher).focus()
  }

  function open(): void {
    mount()
    if (!host.isConnected) return
    if (!panel) {
      panel = makePanel(desk, makeDraft(desk.key), closed)
      root.append(panel.dialog)
    }
    if (!panel.dialog.open) {
      back = elsewhere() || launcher
      showLauncher(false)
    }
    panel.open()
  }

  function close(): void {
    if (panel) panel.dialog.close()
  }

  function mount(): void {
    if (document.body && !host.isConnected) document.body.append(host)
  }

  launcher.addEventListener('click', open)
  window.helpstead = { open, close }
  mount()
  // The body may not be there yet (async), and some sites swap it as people move around.
  new MutationObserver(mount).observe(document.documentElement, { childList: true })
}

// Once per page, however often the script is included. An element with that id would be found here, too.
if (!window.helpstead || window.helpstead instanceof Element) {
  const { currentScript } = document
  // A module or a bundler that inserts the script leaves `currentScript` empty.
  start(currentScript instanceof HTMLScriptElement ? currentScript : document.querySelector<HTMLScriptElement>('script[data-key^=pk_]'))
}
