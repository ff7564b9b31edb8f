// A whole working day without a mouse; wherever the keyboard stands, one sees it (peers.md 14, WCAG 2.4.7).
import { type Locator } from '@playwright/test'
import { pages } from './support/pages.ts'
import { demo, firstMailbox, signInDemo } from './support/people.ts'
import { expect, goto, hydrated, type Page, test } from './support/test.ts'

/** The element that has the keyboard and does not show it; empty when all is well, or when nothing has it. */
function unseen(): string {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body) return ''
  const box = at.getBoundingClientRect()
  // A row's link draws its ring around the whole row, with a box that hangs on it.
  const shows = [getComputedStyle(at), getComputedStyle(at, '::after'), getComputedStyle(at.parentElement!)].some((style) => {
    const { outlineStyle, outlineWidth, boxShadow } = style
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  })
  // What is cut down to a dot for readers only would show a ring around nothing.
  const there = box.bottom > 0 && box.top < innerHeight && (box.width > 2 || at.parentElement!.matches('label'))
  return shows && there ? '' : at.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 160)
}

async function seen(page: Page): Promise<void> {
  // A page on its way has no keyboard yet.
  await expect.poll(() => page.evaluate(unseen).catch(() => 'on its way'), `where the keyboard is, on ${page.url()}`).toBe('')
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await seen(page)
  }
}

/** Goes there by Tab alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let steps = 0; steps < 80; steps++) {
    if (await target.evaluate((element) => element === document.activeElement, undefined, { timeout: 5_000 })) return
    await press(page, 'Tab')
  }
  throw new Error(`${target} cannot be reached by Tab`)
}

test('a working day by keyboard alone', async ({ page, server }) => {
  test.setTimeout(90_000)
  const made = demo(server)
  const person = made.users.reduce((most, user) => (user.orgs.length > most.orgs.length ? user : most))
  await page.goto('/')
  await expect(page.getByLabel('Mail address')).toBeFocused()
  await page.keyboard.type(person.email)
  await tabTo(page, page.getByLabel('Password'))
  await page.keyboard.type(person.password)
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await hydrated(page)
  const own = person.orgs.find((org) => org.role === 'owner')!.slug
  await press(page, 'Control+o')
  await page.keyboard.type(own)
  await press(page, 'Enter')
  await expect(page).toHaveURL(`/${own}/tickets`)

  await press(page, 'j', 'j', 'k')
  const subject = await page.locator('.ticket-row-subject > span').first().innerText()
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: subject })).toBeVisible()
  await press(page, 'r')
  await page.keyboard.type('We look into it, **today**.')
  await seen(page)
  await press(page, 'Control+Enter')
  // It is held for ten seconds, so that it can be taken back, and then goes by itself.
  await expect(page.locator('.message strong', { hasText: 'today' })).toBeVisible({ timeout: 30_000 })

  await press(page, 'a')
  await expect(page.getByRole('combobox', { name: 'Give to…' })).toBeFocused()
  const name = (await page.locator('dialog[open] .ui-palette-name').first().innerText()).trim().replace(' (me)', '')
  await page.keyboard.type(name.slice(0, 4))
  await press(page, 'Enter')
  await expect(page.locator('#assignee summary')).toContainText(name)
  await press(page, 'Escape')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()

  await press(page, 'g', 's')
  await tabTo(page, page.getByRole('link', { name: 'New site' }))
  await press(page, 'Enter')
  await tabTo(page, page.getByLabel('Name', { exact: true }))
  await page.keyboard.type('Made by Hand')
  await press(page, 'Enter')
  await expect(page).toHaveURL(/\/sites\/made-by-hand$/)

  await press(page, '?')
  await expect(page.getByRole('heading', { name: /keyboard/i })).toBeVisible()
  await press(page, 'Escape', 'Control+k')
  await page.keyboard.type('team')
  await press(page, 'Enter')
  await expect(page).toHaveURL(/\/agents$/)
  await press(page, 'Control+o', 'Enter')
  await expect(page).not.toHaveURL(`/${own}/agents`)
  await expect(page).toHaveURL(/\/agents$/)
})

test('every stop of Tab is seen, on every page', async ({ page, server }) => {
  test.setTimeout(180_000)
  const made = await signInDemo(page, server)
  const org = made.orgs[0]!.slug
  const site = made.sites.find((one) => one.org === org)!.slug
  await goto(page, `/${org}/tickets`)
  const code = (await page.locator('.ticket-row-subject').first().getAttribute('href'))!.split(/[/?]/).at(3)!
  const mailbox = await firstMailbox(page, org)
  for (const pattern of [...pages, `/s/${org}/${site}`]) {
    await goto(page, pattern.replace('{org}', org).replace('{site}', site).replace('{code}', code).replace('{mailbox}', mailbox))
    let stops = 0
    while (stops < 400) {
      await page.keyboard.press('Tab')
      const again = await page.evaluate(() => {
        const at = document.activeElement as HTMLElement
        return at === document.body || at.dataset['stopped'] === '' || ((at.dataset['stopped'] = ''), false)
      })
      if (again) break
      stops++
      expect.soft(await page.evaluate(unseen), `where the keyboard is, on ${pattern}`).toBe('')
    }
    expect(stops, pattern).toBeGreaterThan(3)
  }
})
