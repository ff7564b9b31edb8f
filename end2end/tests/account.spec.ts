// A person's own account: a new password puts every other browser out at once, and signing in leads where they want (D28).
import { newcomer, post } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { expect, goto, hydrated, test } from './support/test.ts'

test.use({ serverOptions: { demo: false, args: [] } })

test('a new password puts the other browser out within a second, with its stream', async ({ page, browser, server, expectConsole }) => {
  expectConsole(/401/)
  const pia = await newcomer(server, 'Pia Person', 'pia@account.example')
  await post(server, '/new', { name: 'Acme', slug: 'acme', prefix: 'ACME' }, pia.cookie)
  const other = await (await browser.newContext({ baseURL: server.url })).newPage()
  await signIn(other, pia.email, pia.password)
  await expect(other).toHaveURL(/\/acme\/tickets/)
  const opened = other.waitForRequest(/\/live\/acme/)
  await goto(other, '/acme/tickets')
  await opened

  await signIn(page, pia.email, pia.password)
  await goto(page, '/account')
  await page.getByLabel('Present password').nth(1).fill(pia.password)
  await page.getByLabel('New password').fill('another long password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed')).toBeVisible()
  await expect(other).toHaveURL(/\/sign-in/, { timeout: 1_000 })

  // Whoever changed it goes on; the other comes back with the new one.
  await goto(page, '/acme/tickets')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await other.getByLabel('Mail address').fill(pia.email)
  await other.getByLabel('Password').fill('another long password')
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await hydrated(other)
  await expect(other.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await other.context().close()
})

test('signing in leads to the last organization, or to the default one', async ({ page, server }) => {
  const dora = await newcomer(server, 'Dora Default', 'dora@account.example')
  for (const [name, slug, prefix] of [['First', 'first-org', 'FIR'], ['Second', 'second-org', 'SEC']] as const) {
    await post(server, '/new', { name, slug, prefix }, dora.cookie)
  }
  await signIn(page, dora.email, dora.password)
  await goto(page, '/first-org/tickets')
  await goto(page, '/')
  await expect(page).toHaveURL(/\/first-org\/tickets/)
  await goto(page, '/account/organizations')
  await page.getByRole('button', { name: 'Make default Second' }).click()
  await expect(page.getByText('Signing in leads there from now on.')).toBeVisible()
  await goto(page, '/first-org/tickets')
  await goto(page, '/')
  await expect(page).toHaveURL(/\/second-org\/tickets/)
})
