// Every error, empty, dialog and waiting state of the pages of people who work here, in light and dark (design.md section 8).
import { newcomer, post, rest, write } from './support/newcomers.ts'
import { type Demo, signIn, signInDemo } from './support/people.ts'
import { axeInBoth, expect, goto, hydrated, type Page, test } from './support/test.ts'

/** Sends a form past the browser's own checks, and waits until the server has said what is wrong. */
async function refused(page: Page, button: string | RegExp): Promise<void> {
  await page.locator('form').evaluateAll((forms) => forms.forEach((form) => ((form as HTMLFormElement).noValidate = true)))
  await page.getByRole('button', { name: button, exact: typeof button === 'string' }).first().click()
  await expect(page.locator('[aria-invalid=true], .ui-notice[data-tone=red]').first()).toBeVisible()
}

const dialog = (page: Page) => page.locator('dialog[open]')

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
}

/** The organization of the demonstration's person, and the address of one of its open tickets. */
async function inbox(page: Page, made: Demo): Promise<{ org: string; site: string; ticket: string }> {
  const [org, site] = [made.orgs[0]!.slug, made.sites.find((one) => one.org === made.orgs[0]!.slug)!.slug]
  await goto(page, `/${org}/tickets`)
  return { org, site, ticket: (await page.locator('.ticket-row-subject').first().getAttribute('href'))! }
}

test('nothing is here: outside, inside, and in the inbox', async ({ page, server, expectConsole }) => {
  expectConsole(/404/)
  test.setTimeout(120_000)
  const fresh = await newcomer(server, 'Ella Empty', 'ella@states.example')
  await post(server, '/new', { name: 'Quiet', slug: 'quiet', prefix: 'QUI' }, fresh.cookie)
  await signIn(page, fresh.email, fresh.password)
  await expect(page).toHaveURL(/\/quiet\/tickets/)
  for (const nowhere of ['/no-such-organization/tickets', '/quiet/no-such-page', '/quiet/tickets/QUI-999', '/quiet/sites/nope']) {
    await goto(page, nowhere)
    await expect(page.getByRole('heading', { name: /nothing here|no such|no ticket/i })).toBeVisible()
    await axeInBoth(page, nowhere)
  }
  await goto(page, '/quiet/tickets?q=unheard-of')
  await expect(page.locator('.ui-empty')).toBeVisible()
  await axeInBoth(page, 'a search without a result')
  await goto(page, '/quiet/tickets')
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await expect(page.locator('.ui-empty')).toBeVisible()
  await axeInBoth(page, 'an inbox in which nothing waits, and the way back')
  for (const [empty, state] of [['tickets?tab=closed', 'a tab without a ticket'], ['settings/audit?action=site.deleted', 'an audit log of nothing']]) {
    await goto(page, `/quiet/${empty}`)
    await expect(page.locator('.ui-empty')).toBeVisible()
    await axeInBoth(page, state!)
  }
})

test('every form says what is wrong', async ({ page, server, expectConsole }) => {
  expectConsole(/4\d\d/)
  test.setTimeout(240_000)
  const { org, site, ticket } = await inbox(page, await signInDemo(page, server))
  await goto(page, '/new')
  await refused(page, /Create organization/)
  await axeInBoth(page, 'a new organization, refused')
  for (const [slug, words] of [[org, /is taken/], ['sign-in', /is kept/], ['-', /./], ['free-as-a-bird', /is free/]] as const) {
    await page.getByLabel('Address', { exact: true }).fill(slug)
    await expect(page.locator('#slug-state').getByText(words)).toBeVisible()
    await axeInBoth(page, `the address ${slug}`)
  }
  await page.getByText('More', { exact: false }).first().click()
  await axeInBoth(page, 'a new organization, all fields')

  await goto(page, `/${org}/sites/new`)
  await refused(page, 'Create site')
  await axeInBoth(page, 'a new site, refused')
  await goto(page, `/${org}/tickets/new`)
  await refused(page, 'Open the ticket')
  await axeInBoth(page, 'a new ticket, refused')
  await goto(page, `/${org}/sites/${site}`)
  await page.getByLabel('Origin', { exact: true }).fill('not an origin')
  await refused(page, 'Add')
  await page.locator('#site-name').fill('')
  await page.locator('form', { has: page.locator('#site-name') }).getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('#site-name')).toHaveAttribute('aria-invalid', 'true')
  await axeInBoth(page, 'a site, refused')
  await page.getByRole('button', { name: 'Test this site' }).click()
  await expect(page.locator('.site-test li').first()).toBeVisible()
  await axeInBoth(page, 'a site that is tested')
  await goto(page, `/${org}/settings/organization`)
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.getByLabel('Prefix').fill('?')
  await refused(page, /Save/)
  await axeInBoth(page, 'settings, refused')
  await goto(page, '/account')
  await page.getByLabel('Name', { exact: true }).fill('')
  await refused(page, 'Save')
  const password = page.getByRole('region', { name: 'Password', exact: true })
  await password.getByLabel('Present password').fill('a wrong password')
  await password.getByLabel('New password').fill('short')
  await password.getByRole('button', { name: 'Change password' }).click()
  await expect(page.locator('[aria-invalid=true]')).not.toHaveCount(1)
  await axeInBoth(page, 'the account, refused')

  await goto(page, ticket)
  await page.keyboard.press('t')
  await page.getByLabel('Subject').fill(' ')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Subject')).toHaveAttribute('aria-invalid', 'true')
  await axeInBoth(page, 'a subject, refused')
  await page.keyboard.press('Escape')

  // A reply to a ticket that moved on meanwhile comes back, with what arrived.
  await page.keyboard.press('r')
  await page.keyboard.type('Too late')
  await page.route('**/messages', (route) => route.fulfill({ status: 409, json: { error: { code: 'stale', message: 'The customer wrote again.', fields: {}, field_codes: {} } } }))
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.undo-bar')).toBeVisible()
  await axeInBoth(page, 'a reply that waits')
  await expect(page.getByText('Not sent').first()).toBeVisible({ timeout: 30_000 })
  await axeInBoth(page, 'a reply, refused')
})

test('every dialog, sheet and menu', async ({ page, server }) => {
  test.setTimeout(240_000)
  const { org, site, ticket } = await inbox(page, await signInDemo(page, server))
  for (const [chord, words] of [['?', ''], ['Control+k', 'in'], ['Control+k', 'qqqqqq'], ['Control+o', 'a'], ['Control+o', 'qqqqqq']] as const) {
    await page.keyboard.press(chord)
    await expect(dialog(page)).toBeVisible()
    await page.keyboard.type(words)
    await axeInBoth(page, `${chord} ${words}`)
    await close(page)
  }
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByRole('toolbar', { name: 'Selected tickets' })).toBeVisible()
  await axeInBoth(page, 'a selection')
  for (const key of ['a', 's', 'p']) {
    await page.keyboard.press(key)
    await expect(dialog(page)).toBeVisible()
    await axeInBoth(page, `the picker ${key} of the inbox`)
    await close(page)
  }
  await page.locator('.shell-nav .ui-menu summary').click()
  await axeInBoth(page, 'the menu of the person', 'details[open]')

  await goto(page, ticket)
  for (const key of ['a', 's', 'p']) {
    await page.keyboard.press(key)
    await expect(dialog(page)).toBeVisible()
    await axeInBoth(page, `the picker ${key} of a ticket`)
    await page.keyboard.type('qqqqqq')
    await axeInBoth(page, `the picker ${key} with nothing that fits`)
    await close(page)
  }
  await page.getByLabel('More actions').click()
  await axeInBoth(page, 'more actions', 'details[open]')
  await page.keyboard.press('Escape')
  await page.locator('#assignee summary').click()
  await axeInBoth(page, 'the assignee', 'details[open]')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.keyboard.type('A note')
  await axeInBoth(page, 'a note in the making')
  await page.getByLabel('Attach files').setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer: Buffer.from('A picture') })
  await expect(page.getByRole('button', { name: 'Remove lamp.png' })).toBeVisible()
  await axeInBoth(page, 'a file to be attached')

  await goto(page, `/${org}/sites/${site}`)
  for (const open of ['Rotate…', 'Delete site…']) {
    await page.getByRole('button', { name: open }).click()
    await expect(dialog(page)).toBeVisible()
    await axeInBoth(page, open)
    await close(page)
  }
})

test('what is asked before a site goes, in a dialog and without script', async ({ page, server, expectConsole }) => {
  expectConsole(/422/)
  const owner = await newcomer(server, 'Olga Owner', 'olga@states.example')
  await post(server, '/new', { name: 'Two doors', slug: 'two-doors', prefix: 'TWO' }, owner.cookie)
  await post(server, '/two-doors/sites/new', { name: 'Back door', slug: 'back' }, owner.cookie)
  await write(server, 'two-doors', 'back', { mail: 'cara@states.example', subject: 'A lamp', message: 'It flickers.' })
  await signIn(page, owner.email, owner.password)
  await expect(page).toHaveURL(/\/two-doors\/tickets/)
  await goto(page, '/two-doors/sites/back')
  await page.getByRole('button', { name: 'Delete site…' }).click()
  await expect(dialog(page).getByLabel('Who gets the tickets')).toBeVisible()
  await axeInBoth(page, 'delete, asked in a dialog')
  for (const confirm of ['rotate', 'delete']) {
    await goto(page, `/two-doors/sites/back?confirm=${confirm}`)
    await expect(page.locator('.ui-notice').first()).toBeVisible()
    await axeInBoth(page, `${confirm}, asked without script`)
  }
  await page.locator('#confirm').fill('something else')
  await page.getByRole('button', { name: 'Delete site', exact: true }).click()
  await hydrated(page)
  await expect(page.locator('#confirm')).toHaveAttribute('aria-invalid', 'true')
  await axeInBoth(page, 'delete, refused without script')
})

test('news, and no connection', async ({ page, context, server, expectConsole }) => {
  expectConsole(/ERR_FAILED|Failed to load|EventSource/i)
  test.setTimeout(120_000)
  const fresh = await newcomer(server, 'Nick News', 'nick@states.example')
  await post(server, '/new', { name: 'News', slug: 'news-desk', prefix: 'NEWS' }, fresh.cookie)
  await signIn(page, fresh.email, fresh.password)
  await expect(page).toHaveURL(/\/news-desk\/tickets/)
  await hydrated(page)
  await rest(server, 'POST', '/v1/orgs/news-desk/tickets', { site: 'support', email: 'cara@states.example', subject: 'News', body: 'Hello' }, fresh.cookie)
  await expect(page.getByRole('button', { name: /1 new/ })).toBeVisible({ timeout: 15_000 })
  await axeInBoth(page, 'a new ticket that waits above the list')
  await context.route('**/live/**', (route) => route.abort())
  await goto(page, '/news-desk/tickets')
  await expect(page.getByText('Connection lost')).toBeVisible({ timeout: 40_000 })
  await axeInBoth(page, 'a lost connection')
  await context.route('**/api/**', (route) => route.abort())
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByText('This page could not be read')).toBeVisible()
  await axeInBoth(page, 'a page that did not arrive')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await expect(page.locator('.ui-toast').first()).toBeVisible()
  await axeInBoth(page, 'a change that was not made')
})
