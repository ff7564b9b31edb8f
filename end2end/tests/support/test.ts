// What every spec imports instead of Playwright's own `test`: a server of its own, and a console that must stay silent.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { test as base, type BrowserContext, type ConsoleMessage, expect, type Page, type Request } from '@playwright/test'
import { type Server, type ServerOptions, startServer } from './server.ts'

export { expect, type Page }

/** A mail's frame shuts scripts out, and says so where the recorder of traces puts its own into it. */
export const FRAME = /Blocked script execution in '[^']*\/mail\/[\w-]+\/frame/

interface TestFixtures {
  /** Console lines and errors this test brings about on purpose: `expectConsole(/404/)`. Any other fails it. */
  expectConsole: (...lines: RegExp[]) => void
  /** Where the browser stood when the test failed, for whoever has only what was printed. */
  lastWords: void
}

interface WorkerFixtures {
  /** `test.use({ serverOptions: { demo: false, args: [] } })` starts another one for that file. */
  serverOptions: ServerOptions
  server: Server
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  serverOptions: [{ demo: true, args: [] }, { option: true, scope: 'worker' }],
  server: [
    async ({ serverOptions }, use) => {
      const server = await startServer(serverOptions)
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  expectConsole: [
    async ({ context }, use) => {
      const said: string[] = []
      const expected: RegExp[] = []
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) said.push(line(message))
      })
      context.on('weberror', (error) => said.push(`uncaught: ${error.error().stack ?? error.error().message}`))
      await use((...lines) => void expected.push(...lines))
      const unexpected = said.filter((text) => !expected.some((pattern) => pattern.test(text)))
      expect(unexpected, 'unexpected lines in the browser console').toEqual([])
    },
    { auto: true },
  ],
  lastWords: [
    async ({ context }, use, info) => {
      const open = new Set<Request>()
      context.on('request', (request) => void open.add(request))
      context.on('requestfinished', (request) => void open.delete(request))
      context.on('requestfailed', (request) => void open.delete(request))
      await use()
      if (info.status !== info.expectedStatus) console.log(`   ${info.title}: ${await standing(context)}; unanswered: ${[...open].map((request) => request.url()).join(' ')}`)
    },
    { auto: true },
  ],
})

/** Every page: its address, what has the keyboard, and which dialogs are open. */
async function standing(context: BrowserContext): Promise<string> {
  const told = context.pages().map((page) =>
    page.evaluate(() => {
      const active = document.activeElement
      const dialogs = [...document.querySelectorAll('dialog[open]')].map((dialog) => dialog.id || dialog.getAttribute('aria-label'))
      return `${location.pathname}, keyboard at ${active?.tagName}#${active?.id}, dialogs [${dialogs}], toasts [${document.querySelector('.ui-toasts')?.textContent ?? ''}]`
    }),
  )
  return (await Promise.all(told.map((page) => page.catch(String)))).join(' | ')
}

function line(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location()
  return `${message.type()}: ${message.text()} (${url}:${lineNumber})`
}

/** Goes to a page and, where it is one of the app's, waits until its handlers are in place. */
export async function goto(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await hydrated(page)
}

/** A click before hydration is lost, so tests wait for the mark. Pages without a module script never get one. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const app = document.querySelector('script[type="module"]')
    return !app || document.documentElement.dataset['hydrated'] === '1'
  })
}

/** No violation of WCAG 2.2 AA on the page as it is now, at rest: what comes in half seen is not judged. `within` looks at one part only. */
export async function axe(page: Page, within?: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await violations(page, within), `accessibility of ${page.url()}`).toEqual([])
}

/** The same in light and in dark, for a page in the state that is named. Goes on to the next state when there is one. */
export async function axeInBoth(page: Page, state: string, within?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect.soft(await violations(page, within), `accessibility of ${state}, ${colorScheme}`).toEqual([])
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Of the page itself: a mail's frame runs no script, so axe cannot look into it, and what is in it is its sender's. */
async function violations(page: Page, within?: string): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(
    ({ within, tags }): Promise<AxeResults> => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      return axe.run(within ? { include: [within] } : document, { iframes: false, runOnly: tags, resultTypes: ['violations'] })
    },
    { within, tags: TAGS },
  )
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
