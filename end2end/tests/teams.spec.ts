// Teams decide what an agent sees (D9, B20): made by keyboard, felt at once, gone from sight as fast.
import { newcomer, mailedPath, post, rest, write } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { axeInBoth, expect, goto, type Page, test } from './support/test.ts'
import type { Server } from './support/server.ts'

test.use({ serverOptions: { demo: false, args: [] } })

const ORG = 'acme'

interface Scene {
  olga: { email: string; password: string; cookie: string }
  mia: { email: string; password: string; cookie: string }
  codes: Record<string, string>
}

/** An owner and an agent, and three tickets of customers. */
async function scene(server: Server): Promise<Scene> {
  const olga = await newcomer(server, 'Olga Owner', 'olga@acme.example')
  await post(server, '/new', { name: 'Acme Corp', slug: ORG, prefix: 'ACME' }, olga.cookie)
  const mia = await newcomer(server, 'Mia Agent', 'mia@acme.example')
  await post(server, `/${ORG}/settings/invitations`, { emails: mia.email, role: 'agent' }, olga.cookie)
  await post(server, await mailedPath(server, mia.email, /\/invitation\/[\w-]+/), { do: 'accept' }, mia.cookie)
  for (const subject of ['Printer burns', 'Homepage is slow', 'Lost parcel']) {
    await write(server, ORG, 'support', { mail: 'cara@customer.example', name: 'Cara', subject, message: 'Please help.' })
  }
  const list = await rest(server, 'GET', `/v1/orgs/${ORG}/tickets?tab=all`, undefined, olga.cookie)
  return { olga, mia, codes: Object.fromEntries(list.data.map((row: any) => [row.subject, row.code])) }
}

const subjects = (page: Page) => page.locator('.ticket-row-subject')

test('an agent of one team sees its tickets only, is moved, and sees the others at once', async ({ page, server, browser, expectConsole }) => {
  expectConsole(/404/)
  test.setTimeout(180_000)
  const { olga, mia, codes } = await scene(server)
  await signIn(page, olga.email, olga.password)
  await goto(page, `/${ORG}/settings/teams`)
  await expect(page.getByText('Everybody sees every ticket.')).toBeVisible()
  await axeInBoth(page, 'no team yet')

  // Two teams, by keyboard alone: name, description, then the people in the order of their names.
  const make = async (name: string, withMia: boolean) => {
    await page.getByLabel('Name', { exact: true }).last().focus()
    await page.keyboard.type(name)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    if (withMia) await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await expect(page.locator('.team-line', { hasText: name })).toBeVisible()
    await expect(page.locator('.team-line', { hasText: name })).toBeFocused()
  }
  await make('Print', true)
  await make('Web', false)
  await expect(page.locator('.team', { hasText: 'Print' })).toContainText('1 person')
  await axeInBoth(page, 'two teams')

  // Mia's inbox is open while tickets find their teams.
  const hers = await (await browser.newContext({ baseURL: server.url })).newPage()
  await signIn(hers, mia.email, mia.password)
  await goto(hers, `/${ORG}/tickets`)
  await expect(subjects(hers).filter({ hasText: 'Homepage is slow' })).toBeVisible()
  const send = async (subject: string, team: string) => {
    await goto(page, `/${ORG}/tickets/${codes[subject]}`)
    await page.getByLabel('Team', { exact: true }).selectOption({ label: team })
    await expect(page.getByText(`${codes[subject]} moved to ${team}`)).toBeVisible()
  }
  await send('Printer burns', 'Print')
  await send('Homepage is slow', 'Web')
  await axeInBoth(page, 'a ticket in a team')
  await expect(hers.getByText('Homepage is slow')).toHaveCount(0)
  await expect(subjects(hers).filter({ hasText: 'Printer burns' })).toBeVisible()
  const hidden = await hers.goto(`/${ORG}/tickets/${codes['Homepage is slow']}`)
  expect(hidden!.status()).toBe(404)
  await goto(hers, `/${ORG}/tickets?q=homepage`)
  await expect(hers.getByText('No ticket fits these filters')).toBeVisible()
  await goto(hers, `/${ORG}/tickets`)
  await expect(subjects(hers).first()).toBeVisible()
  await expect(hers.getByText('Homepage is slow')).toHaveCount(0)

  // Moved into the other team, by keyboard: what is hers follows without a reload.
  await goto(page, `/${ORG}/settings/teams`)
  const card = (name: string) => page.locator('.team', { has: page.locator('.team-line strong', { hasText: name }) })
  const toggle = async (name: string) => {
    await card(name).locator('summary').focus()
    await page.keyboard.press('Enter')
    await card(name).getByRole('checkbox', { name: 'Mia Agent', exact: true }).focus()
    await page.keyboard.press('Space')
    await card(name).getByRole('button', { name: 'Save team' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Saved. What everybody sees follows at once.').last()).toBeVisible()
    await expect(card(name).locator('summary')).toBeFocused()
  }
  await toggle('Web')
  await expect(subjects(hers).filter({ hasText: 'Homepage is slow' })).toBeVisible()
  await toggle('Print')
  await expect(hers.getByText('Printer burns')).toHaveCount(0)
  await expect(subjects(hers).filter({ hasText: 'Lost parcel' })).toBeVisible()

  // Tickets in no team, too.
  await page.getByLabel('Everybody sees tickets that are in no team').uncheck()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(hers.getByText('Lost parcel')).toHaveCount(0)
  await expect(subjects(hers).filter({ hasText: 'Homepage is slow' })).toBeVisible()

  // A ticket that leaves while it is looked at closes its page and says why.
  await goto(hers, `/${ORG}/tickets/${codes['Homepage is slow']}`)
  await send('Homepage is slow', 'Print')
  await expect(hers.getByText('is in a team that is not yours now')).toBeVisible()
  await expect(hers).toHaveURL(/\/acme\/tickets$/)
  await hers.context().close()

  // The way back: a team with open tickets goes only after they are named.
  await goto(page, `/${ORG}/settings/teams`)
  await card('Print').locator('summary').click()
  await axeInBoth(page, 'a team that is changed')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await card('Print').getByLabel('Leave its 2 open tickets in no team').check()
  await card('Print').getByRole('button', { name: 'Delete team' }).click()
  await expect(card('Print')).toHaveCount(0)
})

test('the directory tells who is there, and the switch is one key', async ({ page, server }) => {
  test.setTimeout(120_000)
  const nora = await newcomer(server, 'Nora Owner', 'nora@blue.example')
  await post(server, '/new', { name: 'Blue', slug: 'blue', prefix: 'BLUE' }, nora.cookie)
  await post(server, '/blue/settings/teams', { do: 'create', name: 'Second line' }, nora.cookie)
  await signIn(page, nora.email, nora.password)
  await goto(page, '/blue/agents')
  const line = page.locator('tbody tr', { hasText: 'Nora Owner' })
  await expect(line).toContainText('Online')
  await axeInBoth(page, 'the directory')
  await page.getByRole('button', { name: 'I am away' }).focus()
  await page.keyboard.press('Enter')
  await expect(line).toContainText('Away')
  await axeInBoth(page, 'the directory, away')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.getByRole('button', { name: 'I am back' }).click()
  await expect(line).toContainText('Online')
  // An invitation leads into teams.
  await goto(page, '/blue/settings/invitations')
  await page.getByLabel('Mail addresses').fill('zoe@guests.example')
  await page.getByLabel('Second line').check()
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page.locator('.invitation-pending tr', { hasText: 'zoe@guests.example' })).toContainText('Agent · Second line')
  await axeInBoth(page, 'an invitation into a team')
})

test('teams are made and changed without script', async ({ browser, page: signedIn, server }) => {
  const pia = await newcomer(server, 'Pia Plain', 'pia@plain.example')
  await post(server, '/new', { name: 'Plain', slug: 'plain', prefix: 'PLAIN' }, pia.cookie)
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url, viewport: { width: 390, height: 844 } })
  await signIn(signedIn, pia.email, pia.password)
  await plain.addCookies(await signedIn.context().cookies())
  const page = await plain.newPage()
  await page.goto('/plain/settings/teams')
  await page.getByLabel('Name', { exact: true }).fill('Print')
  await page.getByRole('checkbox', { name: 'Pia Plain', exact: true }).check()
  await page.getByRole('button', { name: 'Create team' }).click()
  await expect(page.getByText('The team is there.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).last().fill('print')
  await page.getByRole('button', { name: 'Create team' }).click()
  await expect(page.getByText('The organization has a team “print” already.')).toBeVisible()
  await page.goto('/plain/settings/teams')
  await page.locator('summary.team-line', { hasText: 'Print' }).click()
  await page.getByLabel('Name', { exact: true }).first().fill('Printers')
  await page.getByRole('button', { name: 'Save team' }).click()
  await expect(page.locator('.team-line', { hasText: 'Printers' })).toBeVisible()
  await page.goto('/plain/agents')
  await page.getByRole('button', { name: 'I am away' }).click()
  await expect(page.locator('tbody tr', { hasText: 'Pia Plain' })).toContainText('Away')
  await plain.close()
})
