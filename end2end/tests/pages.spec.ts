// Every page of people who work here, in light and dark, without a violation or a console line; the list comes from the
// program's own route table, so a page nobody visits turns this red.
import { pages } from './support/pages.ts'
import { axe, expect, goto, test } from './support/test.ts'
import { firstMailbox, signInDemo } from './support/people.ts'

test('every page of the app is clean in light and dark', async ({ page, server }) => {
  test.setTimeout(180_000)
  const made = await signInDemo(page, server)
  const org = made.orgs[0]!
  const site = made.sites.find((one) => one.org === org.slug)!
  await goto(page, `/${org.slug}/tickets`)
  const ticket = await page.locator('.ticket-row-subject').first().getAttribute('href')
  const mailbox = await firstMailbox(page, org.slug)
  expect(pages.length).toBeGreaterThan(8)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const pattern of pages) {
      const path = pattern
        .replace('{org}', org.slug)
        .replace('{site}', site.slug)
        .replace('{mailbox}', mailbox)
        .replace('{code}', ticket!.split('/').pop()!.split('?')[0]!)
      await goto(page, path)
      await expect(page.locator('h1').first()).toBeVisible()
      await axe(page)
    }
  }
})

test('a page that is not there says so, and leads on', async ({ page, server, expectConsole }) => {
  expectConsole(/404/)
  await signInDemo(page, server)
  const answer = await page.goto('/no-such-organization/tickets')
  expect(answer!.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
  await axe(page)
})

test('the keyboard sheet, the palette and the switcher are clean too', async ({ page, server }) => {
  const made = await signInDemo(page, server)
  await goto(page, `/${made.orgs[0]!.slug}/tickets`)
  for (const chord of ['?', 'Control+k', 'Control+o']) {
    await page.keyboard.press(chord)
    await expect(page.locator('dialog[open]')).toBeVisible()
    await axe(page)
    await page.keyboard.press('Escape')
    await expect(page.locator('dialog[open]')).toHaveCount(0)
  }
})

test('pages read whole with script off, at 390 px too', async ({ browser, page, server }) => {
  const made = await signInDemo(page, server)
  const org = made.orgs[0]!
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url, viewport: { width: 390, height: 844 } })
  await plain.addCookies(await page.context().cookies())
  const quiet = await plain.newPage()
  await quiet.goto(`/${org.slug}/sites`)
  for (const site of made.sites.filter((one) => one.org === org.slug)) await expect(quiet.locator(`a[href$="/sites/${site.slug}"]`).first()).toBeVisible()
  await quiet.goto(`/${org.slug}/tickets`)
  await expect(quiet.locator('.ticket-row').first()).toBeVisible()
  await plain.close()
})
