// People with an account and organizations of their own, made over HTTP by the same forms a browser without script posts.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Server } from './server.ts'

type Fields = Record<string, string | File>

export interface Newcomer {
  email: string
  password: string
  /** Their session, as a browser sends it. */
  cookie: string
}

/** Signs up and opens the mailed link. */
export async function newcomer(server: Server, name: string, email: string): Promise<Newcomer> {
  const password = 'a long enough password'
  await post(server, '/sign-up', { name, mail: email, password })
  const answer = await post(server, await mailedPath(server, email, /\/confirm\/[\w-]+/), {})
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!cookie) throw new Error(`${email} is not signed in after confirming: ${answer.status}`)
  return { email, password, cookie }
}

/** Posts a form; answers with where it leads, or with what stands there when it leads nowhere. */
export async function post(server: Server, path: string, fields: Fields, cookie = ''): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const plain = Object.values(fields).every((value) => typeof value === 'string')
  const body = plain ? new URLSearchParams(fields as Record<string, string>) : form
  const answer = await fetch(server.url + path, { method: 'POST', body, redirect: 'manual', headers: { origin: server.url, cookie } })
  if (answer.status !== 303) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** Calls the REST of programs with a person's session. */
export async function rest(server: Server, method: string, path: string, body: unknown, cookie: string): Promise<any> {
  const headers = { origin: server.url, cookie, 'content-type': 'application/json' }
  const answer = await fetch(server.url + path, { method, headers, ...(method === 'GET' ? {} : { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : answer.json()
}

/** A customer writes in a site's own page: the path of their ticket. */
export async function write(server: Server, org: string, site: string, fields: Fields): Promise<string> {
  const answer = await post(server, `/s/${org}/${site}`, fields)
  return answer.headers.get('location')!.replace(/\?.*/, '')
}

/** The path of the newest mailed link of that form to that address. */
export async function mailedPath(server: Server, email: string, path: RegExp): Promise<string> {
  const outbox = join(server.data, 'outbox')
  for (let tries = 0; tries < 100; tries++) {
    // A mail has its name once it is whole.
    const names = (existsSync(outbox) ? readdirSync(outbox) : []).filter((name) => name.endsWith('.eml'))
    const mails = names.map((name) => readFileSync(join(outbox, name), 'utf8').replaceAll('=\r\n', ''))
    const found = mails.findLast((mail) => mail.includes(email) && path.test(mail))?.match(path)
    if (found) return found[0]
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no mail to ${email} with ${path}`)
}
