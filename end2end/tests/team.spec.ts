// Who can do what (D1, D19, B12): one person with three roles in three organizations, roles picked and people removed by keyboard.
import { mailedPath, newcomer, type Newcomer, post, rest } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { axeInBoth, expect, goto, hydrated, type Page, test } from './support/test.ts'
import type { Server } from './support/server.ts'

test.use({ serverOptions: { demo: false, args: [] } })

const LINK = /\/invitation\/[\w-]+/

async function organization(server: Server, owner: Newcomer, name: string, slug: string, prefix: string): Promise<void> {
  await post(server, '/new', { name, slug, prefix }, owner.cookie)
}

/** Invited by mail, and in. */
async function join(server: Server, owner: Newcomer, guest: Newcomer, org: string, role: string, used: string[]): Promise<void> {
  await rest(server, 'POST', `/v1/orgs/${org}/invitations`, { emails: [guest.email], role }, owner.cookie)
  let link = used[0] ?? ''
  await expect
    .poll(async () => {
      link = await mailedPath(server, guest.email, LINK)
      return used.includes(link)
    })
    .toBe(false)
  used.push(link)
  await post(server, link, { do: 'accept' }, guest.cookie)
}

async function memberId(server: Server, org: string, email: string, cookie: string): Promise<string> {
  const { data } = await rest(server, 'GET', `/v1/orgs/${org}/members`, undefined, cookie)
  return data.find((member: { email: string }) => member.email === email).id
}

/** A live stream, and when it ended. */
async function listen(server: Server, org: string, cookie: string): Promise<{ ended: Promise<number>; stop: () => void }> {
  const stopper = new AbortController()
  const answer = await fetch(`${server.url}/live/${org}`, { headers: { cookie }, signal: stopper.signal })
  expect(answer.status).toBe(200)
  const reader = answer.body!.getReader()
  const ended = (async () => {
    for (;;) {
      const { done } = await reader.read().catch(() => ({ done: true }))
      if (done) return Date.now()
    }
  })()
  return { ended, stop: () => stopper.abort() }
}

const menu = (page: Page) => page.locator('.shell-nav li .shell-link-name')
const tabs = (page: Page) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link')

test('one person with three roles sees three menus, and is gone from one alone', async ({ page, server, expectConsole }) => {
  expectConsole(/404/)
  test.setTimeout(180_000)
  const olga = await newcomer(server, 'Olga Owner', 'olga@three.example')
  const mia = await newcomer(server, 'Mia Three', 'mia@three.example')
  await organization(server, olga, 'First House', 'first-house', 'FIRST')
  await organization(server, olga, 'Second House', 'second-house', 'SECOND')
  await organization(server, olga, 'Third House', 'third-house', 'THIRD')
  const desk = await rest(server, 'POST', '/v1/orgs/third-house/roles', { name: 'Front desk', permissions: ['ticket:read', 'org:read'] }, olga.cookie)
  const used: string[] = []
  await join(server, olga, mia, 'first-house', 'admin', used)
  await join(server, olga, mia, 'second-house', 'viewer', used)
  await join(server, olga, mia, 'third-house', desk.key, used)

  await signIn(page, mia.email, mia.password)
  const everywhere = ['Inbox', 'Mine', 'Unassigned', 'Sites', 'Team', 'Settings']
  const shown: [string, string[], string[]][] = [
    ['first-house', everywhere, ['Overview', 'Branding', 'Team', 'Teams', 'Roles', 'Invitations', 'Mailboxes', 'Audit log']],
    ['second-house', everywhere, ['Overview', 'Branding', 'Team', 'Teams', 'Roles']],
    ['third-house', ['Inbox', 'Mine', 'Unassigned', 'Settings'], ['Overview', 'Branding']],
  ]
  for (const [org, places, pages] of shown) {
    await goto(page, `/${org}/settings/organization`)
    await expect(menu(page)).toHaveText(places)
    await expect(tabs(page)).toHaveText(pages)
  }

  // Removed from the second: its stream closes within a second, the next click finds nothing, the others go on.
  await goto(page, '/second-house/tickets')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  const [gone, stays] = [await listen(server, 'second-house', mia.cookie), await listen(server, 'first-house', mia.cookie)]
  const id = await memberId(server, 'second-house', mia.email, olga.cookie)
  const at = Date.now()
  await rest(server, 'DELETE', `/v1/orgs/second-house/members/${id}`, {}, olga.cookie)
  expect((await gone.ended) - at).toBeLessThan(1000)
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
  expect((await page.goto('/second-house/tickets'))!.status()).toBe(404)
  for (const org of ['first-house', 'third-house']) {
    expect((await page.goto(`/${org}/tickets`))!.status()).toBe(200)
    await hydrated(page)
  }
  expect(await Promise.race([stays.ended, new Promise((resolve) => setTimeout(() => resolve('open'), 1000))])).toBe('open')
  stays.stop()

  // Another role while the page is open: the menu follows by itself.
  const third = await memberId(server, 'third-house', mia.email, olga.cookie)
  await rest(server, 'PATCH', `/v1/orgs/third-house/members/${third}`, { role: 'viewer' }, olga.cookie)
  await expect(menu(page)).toHaveText(everywhere)
})

test('a role is picked, and a member removed with a hand-over, by keyboard', async ({ page, server }) => {
  test.setTimeout(180_000)
  const olga = await newcomer(server, 'Olga Owner', 'olga@team.example')
  const ben = await newcomer(server, 'Ben Agent', 'ben@team.example')
  await organization(server, olga, 'Team House', 'team-house', 'TEAM')
  await join(server, olga, ben, 'team-house', 'agent', [])
  const id = await memberId(server, 'team-house', ben.email, olga.cookie)
  const { data } = await rest(server, 'GET', '/v1/orgs/team-house/tickets', undefined, olga.cookie)
  const ticket = `/v1/orgs/team-house/tickets/${data[0].code}`
  await rest(server, 'PATCH', ticket, { version: data[0].version, assignee: id }, olga.cookie)

  await signIn(page, olga.email, olga.password)
  await goto(page, '/team-house/settings/team')
  const row = page.locator(`tr[data-member="${id}"]`)
  await expect(row).toContainText('ben@team.example')
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden()
  await expect(page.getByLabel('Role of Olga Owner')).toHaveCount(0)
  await axeInBoth(page, 'the team')
  await page.getByLabel('Role of Ben Agent').focus()
  await page.keyboard.type('Viewer')
  await expect(page.getByText('Ben Agent is Viewer from the next click on')).toBeVisible()
  await expect(page.getByLabel('Role of Ben Agent')).toBeFocused()
  expect((await rest(server, 'GET', '/v1/orgs/team-house/me/permissions', undefined, ben.cookie)).role).toBe('viewer')

  await page.getByRole('link', { name: 'Ben Agent', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What Ben Agent can do here' })).toBeVisible()
  await expect(page.getByText('Through the role Viewer.')).toBeVisible()
  await axeInBoth(page, 'what a member may do')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await goto(page, '/team-house/settings/team')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 800 })

  await row.getByRole('link', { name: /Remove/ }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.locator('dialog[open]')
  await expect(dialog).toContainText('Remove Ben Agent?')
  await expect(dialog).toContainText('1 open ticket')
  await axeInBoth(page, 'the question before a member goes')
  await page.getByLabel('Who gets the open tickets').focus()
  await page.keyboard.type('Olga')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Ben Agent is no member any more')).toBeVisible()
  await expect(row).toHaveCount(0)
  const after = await rest(server, 'GET', ticket, undefined, olga.cookie)
  expect(JSON.stringify(after)).toContain('Olga Owner')
})

test('a role is added, ticked and given, and one that may do nothing warns first', async ({ page, server }) => {
  test.setTimeout(180_000)
  const olga = await newcomer(server, 'Olga Owner', 'olga@roles.example')
  const ben = await newcomer(server, 'Ben Agent', 'ben@roles.example')
  await organization(server, olga, 'Roles House', 'roles-house', 'ROLES')
  await join(server, olga, ben, 'roles-house', 'agent', [])
  await signIn(page, olga.email, olga.password)
  await goto(page, '/roles-house/settings/roles')
  await expect(page.locator('section.role-matrix')).toContainText('Open, answer and change tickets')
  await axeInBoth(page, 'the roles')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByLabel('Name').focus()
  await page.keyboard.type('Night shift')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Nothing')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/done=added/)
  await hydrated(page)
  await expect(page.getByText('This role may do nothing')).toBeVisible()
  await axeInBoth(page, 'a role that may do nothing')

  // Given while it allows nothing: asked first, and left as it was.
  await goto(page, '/roles-house/settings/team')
  const role = page.getByLabel('Role of Ben Agent')
  await role.selectOption('Night shift (may do nothing)')
  const dialog = page.locator('dialog[open]')
  await expect(dialog).toContainText('This role may do nothing')
  await axeInBoth(page, 'a role that may do nothing, before it is given')
  await page.keyboard.press('Escape')
  await expect(role).toHaveValue('agent')

  await goto(page, '/roles-house/settings/roles')
  await page.getByRole('link', { name: 'Night shift' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('See tickets').focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('This role may do nothing')).toHaveCount(0)
  await page.getByRole('button', { name: 'Save role' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/done=saved/)
  await goto(page, '/roles-house/settings/team')
  await role.selectOption('Night shift')
  await expect(page.getByText('Ben Agent is Night shift from the next click on')).toBeVisible()
  const may = await rest(server, 'GET', '/v1/orgs/roles-house/me/permissions', undefined, ben.cookie)
  expect(may.permissions).toEqual(['ticket:read'])
})

test('whoever leaves hands over what is open, by keyboard, and the log is searched for it', async ({ page, server }) => {
  test.setTimeout(120_000)
  const ada = await newcomer(server, 'Ada Stays', 'ada@leave.example')
  const ben = await newcomer(server, 'Ben Goes', 'ben@leave.example')
  await organization(server, ada, 'Leave House', 'leave-house', 'LV')
  await join(server, ada, ben, 'leave-house', 'agent', [])
  const id = await memberId(server, 'leave-house', ben.email, ada.cookie)
  const { data } = await rest(server, 'GET', '/v1/orgs/leave-house/tickets', undefined, ada.cookie)
  const ticket = `/v1/orgs/leave-house/tickets/${data[0].code}`
  await rest(server, 'PATCH', ticket, { version: data[0].version, assignee: id }, ada.cookie)

  await signIn(page, ben.email, ben.password)
  await goto(page, '/account/organizations')
  await expect(page.getByRole('link', { name: 'Leave House', exact: true }).first()).toHaveAttribute('href', '/leave-house/tickets')
  await page.getByRole('link', { name: 'Leave… Leave House' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('form', { name: 'Leave Leave House?' })).toBeFocused()
  await expect(page.getByText('You have 1 open ticket there.')).toBeVisible()
  await axeInBoth(page, 'the question before leaving')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Who gets the open tickets')).toBeFocused()
  await page.keyboard.type('Ada')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You are in no organization')).toBeVisible()
  expect(JSON.stringify(await rest(server, 'GET', ticket, undefined, ada.cookie))).toContain('Ada Stays')

  await page.context().clearCookies()
  await signIn(page, ada.email, ada.password)
  await goto(page, '/leave-house/settings/audit')
  const rows = page.locator('.audit-table tbody tr')
  const all = await rows.count()
  await page.getByLabel('Words in the log').focus()
  await page.keyboard.type('ben goes')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/text=ben/)
  await expect(rows.first()).toContainText('Ben Goes')
  expect(await rows.count()).toBeLessThan(all)
  await axeInBoth(page, 'a search in the log')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
