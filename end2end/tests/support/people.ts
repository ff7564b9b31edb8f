// What people do again and again, in the words of the screen.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, goto, hydrated, type Page } from './test.ts'
import type { Server } from './server.ts'

export interface Demo {
  users: { email: string; password: string; orgs: { slug: string; role: string }[] }[]
  orgs: { id: string; slug: string; name: string }[]
  sites: { id: string; slug: string; org: string; key: string; origins: string[]; page: string }[]
}

/** What the demonstration was filled with. */
export function demo(server: Server): Demo {
  return JSON.parse(readFileSync(join(server.data, 'demo.json'), 'utf8')) as Demo
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await hydrated(page)
}

/** The person of the demonstration with three roles in three organizations. */
export async function signInDemo(page: Page, server: Server): Promise<Demo> {
  const made = demo(server)
  const person = made.users.reduce((most, user) => (user.orgs.length > most.orgs.length ? user : most))
  await signIn(page, person.email, person.password)
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  return made
}

/** The id of the first mailbox of an organization. */
export async function firstMailbox(page: Page, org: string): Promise<string> {
  await goto(page, `/${org}/settings/mailboxes`)
  return (await page.locator('.mailbox-table .ui-cell-link').first().getAttribute('href'))!.split('/').pop()!
}

/** The newest mail to an address, opened in the outbox of this machine. */
export async function openMail(page: Page, to: string, subject: RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        await goto(page, '/dev/outbox')
        return page.locator('.outbox-mail', { hasText: to }).filter({ hasText: subject }).count()
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThan(0)
  await page.locator('.outbox-mail', { hasText: to }).filter({ hasText: subject }).first().click()
}

/** How many mails lie in the outbox. */
export function mails(server: Server): number {
  return readdirSync(join(server.data, 'outbox')).filter((name) => name.endsWith('.eml')).length
}
