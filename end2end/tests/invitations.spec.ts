// How people come in (D19): invited by mail, the four ways to arrive, and an old link that opens nothing.
import { mailedPath, newcomer, post } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { axeInBoth, expect, goto, hydrated, type Page, test } from './support/test.ts'
import type { Server } from './support/server.ts'

test.use({ serverOptions: { demo: false, args: [] } })

const LINK = /\/invitation\/[\w-]+/

/** An owner with an organization, on the page of invitations. */
async function owner(page: Page, server: Server, slug: string): Promise<void> {
  const olga = await newcomer(server, 'Olga Owner', `olga@${slug}.example`)
  await post(server, '/new', { name: 'Acme Corp', slug, prefix: 'ACME' }, olga.cookie)
  await signIn(page, olga.email, olga.password)
  await expect(page).toHaveURL(new RegExp(`/${slug}/tickets`))
  await goto(page, `/${slug}/settings/invitations`)
}

async function invite(page: Page, emails: string, role: string): Promise<void> {
  await page.getByLabel('Mail addresses').fill(emails)
  await page.getByLabel('Role').selectOption(role)
  await page.getByRole('button', { name: 'Send invitations' }).click()
}

const pending = (page: Page, email: string) => page.locator('.invitation-pending tr', { hasText: email })

test('somebody new is invited by mail and comes in', async ({ page, server, browser }) => {
  test.setTimeout(120_000)
  await owner(page, server, 'acme')
  await expect(page.getByText('Nobody is waiting for an answer.')).toBeVisible()
  await axeInBoth(page, 'no invitation yet')
  await invite(page, 'Gina New <gina@guests.example>, oops\nolga@acme.example', 'Agent')
  const results = page.locator('.invitation-results li')
  await expect(results).toHaveCount(3)
  await expect(results.nth(0)).toContainText('The invitation is on its way.')
  await expect(results.nth(1)).toContainText('A mail address has one @')
  await expect(results.nth(2)).toContainText('Is a member here already.')
  await expect(page.getByLabel('Mail addresses')).toHaveValue('oops')
  await expect(pending(page, 'gina@guests.example')).toContainText('expires in 7 days')
  await expect(page.getByText('2 seats taken')).toBeVisible()
  await axeInBoth(page, 'invitations with an answer for each address')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  const guest = await (await browser.newContext({ baseURL: server.url })).newPage()
  const link = await mailedPath(server, 'gina@guests.example', LINK)
  await guest.goto(link)
  await expect(guest.getByRole('heading', { name: 'Join Acme Corp' })).toBeVisible()
  await expect(guest.getByText('Olga Owner invites you')).toBeVisible()
  await expect(guest.getByLabel('Mail address')).toHaveValue('gina@guests.example')
  await expect(guest.getByLabel('Mail address')).not.toBeEditable()
  await axeInBoth(guest, 'an invitation, somebody new')
  await guest.getByLabel('Your name').fill('Gina New')
  await guest.getByLabel('Choose a password').fill('a long enough password')
  await guest.getByRole('button', { name: 'Create account and join' }).click()
  await expect(guest).toHaveURL(/\/acme\/tickets/)
  await hydrated(guest)
  await expect(guest.getByRole('heading', { name: 'Inbox' })).toBeVisible()

  // The owner's open page hears of it, and so does their mailbox.
  await expect(pending(page, 'gina@guests.example')).toHaveCount(0)
  await expect(page.getByText('2 seats taken')).toBeVisible()
  await mailedPath(server, 'olga@acme.example', /gina@guests\.example accepted your invitation/)
  await guest.context().close()
})

test('somebody known signs in and comes back, and sending again kills the old link', async ({ page, server, browser, expectConsole }) => {
  expectConsole(/404/)
  test.setTimeout(120_000)
  const kim = await newcomer(server, 'Kim Known', 'kim@guests.example')
  await owner(page, server, 'known')
  await invite(page, kim.email, 'Viewer')
  await expect(pending(page, kim.email)).toContainText('Viewer')
  const first = await mailedPath(server, kim.email, LINK)
  await page.getByRole('button', { name: `Resend ${kim.email}` }).click()
  await expect(page.getByText('A new link is in the mail.')).toBeVisible()
  await expect(page.getByRole('button', { name: `Resend ${kim.email}` })).toBeFocused()
  await expect.poll(() => mailedPath(server, kim.email, LINK)).not.toBe(first)
  const second = await mailedPath(server, kim.email, LINK)

  const guest = await (await browser.newContext({ baseURL: server.url })).newPage()
  await guest.goto(first)
  await expect(guest.getByRole('heading', { name: 'This invitation is no longer valid' })).toBeVisible()
  await axeInBoth(guest, 'an invitation that is no longer valid')
  await guest.goto(second)
  await axeInBoth(guest, 'an invitation, known but signed out')
  await guest.getByRole('link', { name: 'Sign in' }).click()
  await expect(guest.getByLabel('Mail address')).toHaveValue(kim.email)
  await guest.getByLabel('Password').fill(kim.password)
  await guest.getByRole('button', { name: 'Sign in' }).click()
  await expect(guest).toHaveURL(LINK)
  await axeInBoth(guest, 'an invitation, the right account')
  await guest.getByRole('button', { name: 'Accept' }).click()
  await expect(guest).toHaveURL(/\/known\/tickets/)
  await guest.context().close()
})

test('another account is told why, switches, and declines', async ({ page, server, browser }) => {
  test.setTimeout(120_000)
  const lee = await newcomer(server, 'Lee Right', 'lee@guests.example')
  const mia = await newcomer(server, 'Mia Other', 'mia@guests.example')
  await owner(page, server, 'other')
  await invite(page, lee.email, 'Admin')
  await expect(pending(page, lee.email)).toBeVisible()
  const link = await mailedPath(server, lee.email, LINK)

  const guest = await (await browser.newContext({ baseURL: server.url })).newPage()
  await signIn(guest, mia.email, mia.password)
  await guest.goto(link)
  await expect(guest.getByText(`You are signed in as ${mia.email}`)).toBeVisible()
  await expect(guest.getByRole('button', { name: 'Accept' })).toHaveCount(0)
  await axeInBoth(guest, 'an invitation, another account')
  await guest.getByRole('button', { name: 'Sign out and switch account' }).click()
  await guest.getByRole('link', { name: 'Sign in' }).click()
  await guest.getByLabel('Password').fill(lee.password)
  await guest.getByRole('button', { name: 'Sign in' }).click()
  await guest.getByRole('button', { name: 'Decline' }).click()
  await expect(guest.getByRole('heading', { name: 'You declined' })).toBeVisible()
  await axeInBoth(guest, 'an invitation, declined')
  await expect(pending(page, lee.email)).toHaveCount(0)
  await guest.context().close()
})

test('a link is copied and an invitation revoked, by keyboard', async ({ page, server, browser, expectConsole }) => {
  expectConsole(/404/)
  await owner(page, server, 'keys')
  await page.getByLabel('Mail addresses').focus()
  await page.keyboard.type('noa@guests.example')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(pending(page, 'noa@guests.example')).toBeVisible()
  await page.getByRole('button', { name: 'Copy link noa@guests.example' }).focus()
  await page.keyboard.press('Enter')
  const shown = page.locator('.invitation-pending code')
  await expect(shown).toContainText('/invitation/')
  await axeInBoth(page, 'a link to copy')
  const link = new URL((await shown.textContent())!).pathname

  const guest = await (await browser.newContext({ baseURL: server.url })).newPage()
  await guest.goto(link)
  await expect(guest.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await expect(guest.getByRole('button', { name: 'Create account', exact: true })).toBeVisible()
  await axeInBoth(guest, 'an invitation by a copied link')
  await page.getByRole('button', { name: 'Revoke noa@guests.example' }).focus()
  await page.keyboard.press('Enter')
  await expect(pending(page, 'noa@guests.example')).toHaveCount(0)
  await guest.reload()
  await expect(guest.getByRole('heading', { name: 'This invitation is no longer valid' })).toBeVisible()
  await guest.context().close()
})
