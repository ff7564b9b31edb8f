// Everything that one browser receives and keeps: answers, streams, what tabs tell each other, storage, and what it shows.
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page, Request, Response } from '@playwright/test'
import { find } from './finder.ts'

/** Bytes, and where they came from: `answer /acme/tickets`, `stream`, `tabs`, `kept`, `page /acme/sites`. */
interface Piece {
  from: string
  bytes: Buffer
}

export class Recorder {
  readonly pieces: Piece[] = []
  /** Answers whose bytes the browser no longer had. There must be none, or a leak could hide in them. */
  readonly lost: string[] = []
  private readonly asked = new Set<Request>()
  private readonly pending: Promise<void>[] = []
  private ear: Page | undefined

  /** Records a browser from its first request on. */
  static async of(context: BrowserContext): Promise<Recorder> {
    const recorder = new Recorder()
    context.on('request', (request) => void (request.resourceType() === 'eventsource' || recorder.asked.add(request)))
    context.on('requestfailed', (request) => void recorder.asked.delete(request))
    context.on('requestfinished', (request) => {
      recorder.asked.delete(request)
      recorder.pending.push(request.response().then(async (response) => response && recorder.take(response)).then(() => {}))
    })
    recorder.ear = await context.newPage()
    await recorder.ear.goto('/health')
    await recorder.ear.evaluate(() => {
      const heard: unknown[] = []
      new BroadcastChannel('helpstead-live').onmessage = (event) => heard.push(event.data)
      Object.assign(window, { heard })
    })
    return recorder
  }

  /** Hears what a page's streams say. */
  async listen(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    session.on('Network.eventSourceMessageReceived', ({ eventName, data }) => this.add('stream', `${eventName} ${data}`))
  }

  /** All that has arrived is taken down, with what the page shows and the browser keeps. */
  async settle(page: Page): Promise<void> {
    const deadline = Date.now() + 10_000
    do {
      await pause(150)
      await Promise.all(this.pending.splice(0))
      if (Date.now() > deadline) throw new Error(`no answer to ${[...this.asked].map((request) => request.url()).join(' ')}`)
    } while (this.asked.size + this.pending.length > 0)
    this.add(`page ${new URL(page.url()).pathname}`, await page.evaluate(shown))
    this.add('kept', await page.evaluate(kept))
    this.add('kept', JSON.stringify(await page.context().cookies()))
    this.add('tabs', await this.ear!.evaluate(() => JSON.stringify((window as unknown as { heard: unknown[] }).heard)))
  }

  /** Where a text was found, as `answer /acme/tickets: …words around it…`. */
  found(text: string, from?: RegExp): string[] {
    const pieces = this.pieces.filter((piece) => !from || from.test(piece.from))
    return pieces.flatMap((piece) => find(text, piece.bytes)?.replace(/^/, `${piece.from}: `) ?? [])
  }

  /** Throws where one of these texts was received. */
  refuse(texts: string[]): void {
    const found = texts.flatMap((text) => this.found(text))
    if (found.length > 0) throw new Error(`received what is not theirs:\n${found.slice(0, 5).join('\n')}`)
  }

  private async take(response: Response): Promise<void> {
    const path = new URL(response.url()).pathname
    this.add(`answer ${path}`, JSON.stringify(await response.allHeaders()))
    const body = await response.body().catch(() => undefined)
    if (body) this.add(`answer ${path}`, body)
    else if (response.status() < 300 && response.status() !== 204) this.lost.push(path)
  }

  private add(from: string, bytes: string | Buffer): void {
    const piece = { from, bytes: Buffer.from(bytes) }
    // The same file comes with every page: once is enough to look through.
    const known = this.pieces.some((one) => one.from === from && one.bytes.equals(piece.bytes))
    if (!known) this.pieces.push(piece)
  }
}

/** What stands on the page, with what its fields hold. */
function shown(): string {
  const fields = [...document.querySelectorAll('input, textarea, select')] as HTMLInputElement[]
  return document.documentElement.outerHTML + fields.map((field) => field.value).join('\n')
}

/** What outlives the page. */
async function kept(): Promise<string> {
  const stores = { local: { ...localStorage }, session: { ...sessionStorage }, state: history.state, name: window.name }
  const addresses = performance.getEntriesByType('resource').map((entry) => entry.name)
  const more = [await indexedDB.databases(), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]
  return JSON.stringify([stores, addresses, more, document.cookie])
}
