// A Helpstead of one's own: the release binary on a free port and a temporary directory, gone when the tests are.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface ServerOptions {
  /** Filled with the demonstration, or empty. */
  demo: boolean
  /** More flags of `helpstead serve`. */
  args: string[]
  /** The name it goes by, where the number of this machine is not enough. */
  name?: string
}

export interface Server {
  /** Such as `http://127.0.0.1:40123`. */
  url: string
  /** Its data directory; mails lie in `outbox` below it. Empty for a server that somebody else started. */
  data: string
  /** What it has logged so far. */
  log(): string
  stop(): Promise<void>
}

/** HELPSTEAD_BINARY names another one, of another checkout say. */
const binary = process.env['HELPSTEAD_BINARY'] ?? join(import.meta.dirname, '../../../target/release/helpstead')

/** Starts one and waits until it answers. With HELPSTEAD_URL set, that one is used instead. */
export async function startServer({ demo, args, name }: ServerOptions): Promise<Server> {
  const given = process.env['HELPSTEAD_URL']
  if (given) return { url: given.replace(/\/$/, ''), data: '', log: () => '', stop: async () => {} }
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run cargo xtask build --release`)

  const data = mkdtempSync(join(tmpdir(), 'helpstead-e2e-'))
  const port = await freePort()
  const addr = `127.0.0.1:${port}`
  const url = `http://${name ?? '127.0.0.1'}:${port}`
  const flags = ['serve', '--addr', addr, '--data', data, '--public-url', url, '--no-rate-limits', ...(demo ? ['--demo'] : []), ...args]
  const child = spawn(binary, flags, { stdio: ['ignore', 'pipe', 'pipe'], env: plainEnvironment() })
  const server = { url, data, log: keepLog(child), stop: () => stop(child, data) }
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  child.once('exit', () => process.off('exit', killed))
  await answers(server, child)
  return server
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Settings of the person's own installation must not reach this one. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = ([name]: [string, unknown]) => name.startsWith('HELPSTEAD_') || name.endsWith('DATABASE_URL')
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !ours(entry)))
}

function keepLog(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk))
  return () => text
}

async function answers(server: Server, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended at once:\n${server.log()}`)
    const health = await fetch(`${server.url}/health`).catch(() => undefined)
    if (health?.ok) return
    await pause(50)
  }
  await server.stop()
  throw new Error(`the server does not answer:\n${server.log()}`)
}

async function stop(child: ChildProcess, data: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    // Browsers hold live connections open; a server that waits for them is not waited for.
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(late)
  }
  rmSync(data, { recursive: true, force: true })
}
